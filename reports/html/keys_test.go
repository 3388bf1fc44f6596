package html_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"opendev.org/starlingx/stxscan/reports/reporttest"
)

// press presses a key as a keyboard does: what the page makes of it going down says
// whether it writes something.
func (b *browser) press(key string) {
	b.t.Helper()
	down := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: key, Text: key}
	switch key {
	case "Enter":
		down.Text, down.WindowsVirtualKeyCode = "\r", 13
	case "Escape":
		down.Text, down.WindowsVirtualKeyCode = "", 27
	}
	b.run(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, down); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyUp, Key: key})
		return err
	}))
	b.do(`new Promise(function (done) { setTimeout(done, 120); })`, chromedp.EvalAwaitPromise)
}

// prefer makes the system prefer light or dark colours.
func (b *browser) prefer(scheme string) {
	b.t.Helper()
	b.run(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return err
	}))
}

// TestBrowserKeys goes through the page with the keyboard alone.
func TestBrowserKeys(t *testing.T) {
	b := openPage(t, reporttest.Sample(), 1280)
	b.visit("#packages")
	b.press("/")
	if got := eval[string](b, `document.activeElement.name`); got != "q" {
		t.Errorf("/ leads to %q", got)
	}
	b.press("j") // is typed
	if got := eval[string](b, `document.activeElement.value`); got != "j" {
		t.Errorf("the filter holds %q", got)
	}
	b.do(`document.activeElement.value = ""; document.activeElement.dispatchEvent(new Event("input"))`)
	b.press("Escape")
	for range 3 {
		b.press("j")
	}
	b.press("k")
	want := eval[string](b, `document.querySelectorAll("#list td.main a")[1].getAttribute("href")`)
	if got := eval[string](b, `document.activeElement.getAttribute("href")`); got != want {
		t.Errorf("j, j, j and k lead to %s, want %s", got, want)
	}
	if outline := eval[string](b, `getComputedStyle(document.activeElement).outlineStyle`); outline == "none" {
		t.Error("where the focus is cannot be seen")
	}
	b.press("Enter")
	if got := eval[string](b, `location.hash`); got != want {
		t.Errorf("Enter leads to %s, want %s", got, want)
	}
	b.press("Escape")
	if got := eval[string](b, `parseInt(document.querySelectorAll("#list").length) + " " + location.hash.split("?")[0]`); got != "1 #packages" {
		t.Errorf("Escape leads to %s", got)
	}
	b.press("?")
	if !eval[bool](b, `document.getElementById("keys").open`) {
		t.Fatal("? lists no keys")
	}
	b.do(`document.getElementById("keys-on").click()`)
	b.press("Escape")
	b.press("/")
	if got := eval[string](b, `document.activeElement.name || ""`); got == "q" {
		t.Error("keys that were turned off work")
	}
	b.quiet()
}

// TestBrowserSkip holds that the first stop leads past the head and stays on the page
// that is shown.
func TestBrowserSkip(t *testing.T) {
	b := openPage(t, reporttest.Sample(), 390)
	b.visit("#rules")
	b.do(`document.querySelector(".skip").click()`)
	if got := eval[string](b, `document.activeElement.id + location.hash`); got != "main#rules" {
		t.Errorf("the link leads to %s", got)
	}
}

// TestBrowserTheme chooses colours against the system's.
func TestBrowserTheme(t *testing.T) {
	b := openPage(t, reporttest.Sample(), 1280)
	background := func() string { return eval[string](b, `getComputedStyle(document.body).backgroundColor`) }
	choose := func(theme string) {
		b.do(fmt.Sprintf(`(function (e) { e.value = %q; e.dispatchEvent(new Event("change")); }(document.getElementById("theme")))`, theme))
	}
	light := background()
	choose("dark")
	dark := background()
	if light == dark {
		t.Errorf("light and dark are both %s", light)
	}
	b.run(chromedp.Reload())
	if got := background(); got != dark && eval[bool](b, `(function () { try { return !!localStorage.getItem("stxscan.theme"); } catch (e) { return false; } }())`) {
		t.Errorf("the choice was kept, and is not followed: %s", got)
	}
	choose("")
	b.prefer("dark")
	if got := background(); got != dark {
		t.Errorf("a dark system shows %s, want %s", got, dark)
	}
	choose("light")
	if got := background(); got != light {
		t.Errorf("light on a dark system is %s, want %s", got, light)
	}
	b.quiet()
}
