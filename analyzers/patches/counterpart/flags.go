package counterpart

import (
	"regexp"
	"strings"
)

// Option is a flag of a build. Key is its name with the family before it, as
// configure keeps them apart: "with ldap", "enable tracing", "dir sysconfdir",
// "define with_ldap". Value is "yes" or "no" where it only turns something on or off.
type Option struct{ Key, Value string }

var (
	configureFlag = regexp.MustCompile(`(?:^|[\s"'(,])--(enable|disable|with|without)-([A-Za-z0-9][\w+.-]*)(?:=("[^"]*"|'[^']*'|[^\s"',)\\]*))?`)
	dirFlag       = regexp.MustCompile(`(?:^|[\s"'(])--([a-z]*dir|(?:exec-)?prefix)=("[^"]*"|[^\s"')\\]+)`)
	defineFlag    = regexp.MustCompile(`(?:^|[\s"'(])-D\s*([\w.-]+)(?::[A-Z]+)?=("[^"]*"|[^\s"')\\]+)`)
)

// Flags returns the options of configure, cmake and meson that a line holds.
func Flags(line string) []Option {
	var list []Option
	const most = 100
	for _, m := range configureFlag.FindAllStringSubmatch(line, most) {
		list = append(list, configured(m[1], m[2], unquoted(m[3])))
	}
	for _, m := range dirFlag.FindAllStringSubmatch(line, most) {
		list = append(list, Option{"dir " + m[1], unquoted(m[2])})
	}
	for _, m := range defineFlag.FindAllStringSubmatch(line, most) {
		list = append(list, Option{"define " + m[1], onOff(unquoted(m[2]))})
	}
	return list
}

// configured makes one key of what turns a thing on and off.
func configured(verb, name, value string) Option {
	family := "with "
	if verb == "enable" || verb == "disable" {
		family = "enable "
	}
	switch {
	case verb == "disable" || verb == "without":
		value = "no"
	case value == "":
		value = "yes"
	default:
		value = onOff(value)
	}
	return Option{family + name, value}
}

func unquoted(text string) string { return strings.Trim(text, `"'`) }

func onOff(value string) string {
	switch strings.ToLower(value) {
	case "on", "true", "enabled", "1", "yes":
		return "yes"
	case "off", "false", "disabled", "0", "no":
		return "no"
	}
	return value
}

// Text is an option as it is typed.
func (o Option) Text() string {
	family, name, _ := strings.Cut(o.Key, " ")
	switch family {
	case "dir":
		return "--" + name + "=" + o.Value
	case "define":
		return "-D" + name + "=" + o.Value
	}
	switch {
	case o.Value == "yes":
		return "--" + family + "-" + name
	case o.Value == "no" && family == "with":
		return "--without-" + name
	case o.Value == "no":
		return "--disable-" + name
	}
	return "--" + family + "-" + name + "=" + o.Value
}
