package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/config"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/stories"
	"opendev.org/starlingx/stxscan/storyboard"
)

func newStories(w *world) *cobra.Command {
	c := &cobra.Command{
		Use:   "stories",
		Short: "Plan, show and file [MultiOS] stories in StoryBoard",
		Long: `stories makes stories with tasks from a report, and files them in StoryBoard: plan
says what would be done, show reads it to you, apply does it. Nothing is ever filed
without apply. A second run changes nothing; what people change stays.

A token is made in StoryBoard under Profile, Authentication Tokens. It is read from
` + storyboard.TokenVariable + `, from a file that only you can read (--token-file), or from
a command that asks a keyring (--token-command). It is never shown or kept.

Concerns that other teams file stories for, python2 and openstack-patches, are
linked and not filed. See docs/stories.md.`,
	}
	c.AddCommand(newStoriesPlan(w), newStoriesShow(w), newStoriesApply(w), newStoriesStatus(w), newStoriesExport(w))
	return c
}

// serverFlags say which server is spoken to, and with which token.
type serverFlags struct {
	server       string
	insecure     bool
	tokenFile    string
	tokenCommand string
	pause        time.Duration
}

func (f *serverFlags) add(c *cobra.Command, usage string) {
	c.Flags().StringVar(&f.server, "server", "", usage)
	c.Flags().BoolVar(&f.insecure, "insecure-http", false, "allow http:// to other machines than this: the token can be read on the way")
	c.Flags().StringVar(&f.tokenFile, "token-file", "", "read the token from the first line of this file, which only you can read")
	c.Flags().StringVar(&f.tokenCommand, "token-command", "", "take the first line that this command prints for the token, such as 'secret-tool lookup service storyboard'")
}

// token reads the token from where the flags say, or from the environment; "" if
// there is none.
func (f *serverFlags) token(ctx context.Context, w *world) (string, error) {
	switch {
	case f.tokenFile != "" && f.tokenCommand != "":
		return "", usageError("--token-file and --token-command: want one of them")
	case f.tokenFile != "":
		token, err := storyboard.ReadToken(f.tokenFile)
		return token, asUsage(err)
	case f.tokenCommand != "":
		token, err := storyboard.CommandToken(ctx, f.tokenCommand, w.stderr)
		return token, asUsage(err)
	}
	return os.Getenv(storyboard.TokenVariable), nil
}

// client connects to the server that is named.
func (f *serverFlags) client(ctx context.Context, w *world, server string) (*storyboard.Client, error) {
	token, err := f.token(ctx, w)
	if err != nil {
		return nil, err
	}
	client, err := storyboard.New(storyboard.Options{Server: server, Token: token, Insecure: f.insecure, Pause: f.pause, Agent: "stxscan/" + toolVersion()})
	return client, asUsage(err)
}

// storySource is where stories come from: a report, and how the team files.
type storySource struct {
	conf configFlags
}

// set makes the stories of a report.
func (s *storySource) set(name string) (*stories.Set, *config.Config, error) {
	r, err := readReport(name)
	if err != nil {
		return nil, nil, usageError("%s: %w", clean(name), err)
	}
	conf, err := s.conf.read(".")
	if err != nil {
		return nil, nil, err
	}
	o, err := storyOptions(conf)
	if err != nil {
		return nil, nil, err
	}
	set, err := stories.Compose(r, o)
	return set, conf, asUsage(err)
}

// storyOptions is how a configuration says that stories are filed.
func storyOptions(conf *config.Config) (stories.Options, error) {
	o := stories.Options{Tracked: []finding.Concern{}, TrackedStories: map[finding.Concern][]int{}}
	for _, t := range conf.EffectiveTracked() {
		concern := finding.Concern(t.Concern)
		o.Tracked = append(o.Tracked, concern)
		for _, s := range t.Stories {
			o.TrackedStories[concern] = append(o.TrackedStories[concern], s.ID)
		}
	}
	if conf == nil {
		return o, nil
	}
	b := conf.StoryBoard
	o.Tags, o.Projects, o.DefaultProject, o.Groups = storyTags(b.Tags), b.Projects, b.DefaultProject, storyGroups(b.Groups)
	if b.Templates != "" {
		t, err := readTemplates(conf)
		if err != nil {
			return o, err
		}
		o.Templates = t
	}
	return o, nil
}

func storyGroups(configured map[string]string) map[finding.Concern]stories.Grouping {
	groups := map[finding.Concern]stories.Grouping{}
	for concern, by := range configured {
		groups[finding.Concern(concern)] = stories.Grouping(by)
	}
	return groups
}

// readTemplates reads the templates that a configuration names, and tries them.
func readTemplates(conf *config.Config) (*stories.Templates, error) {
	name := conf.StoryBoard.Templates
	if !filepath.IsAbs(name) {
		name = filepath.Join(filepath.Dir(conf.File), name)
	}
	t, err := stories.ReadTemplates(name)
	if err != nil {
		at := conf.StoryBoard.Places["templates"]
		return nil, usageError("%s:%d:%d: templates: %w", conf.File, at.Line, at.Column, err)
	}
	return t, nil
}

// serverOf is the server of a flag or, if it is not given, of the configuration.
func (f *serverFlags) serverOf(conf *config.Config) string {
	if conf == nil {
		return f.server
	}
	return cmp.Or(f.server, conf.StoryBoard.Server)
}

// noServer is the error where one is needed.
func noServer() error {
	return usageError("no server is named: give --server, such as %s, or write it under storyboard.server of %s", storyboard.DefaultServer, config.FileName)
}

func logLine(w *world) func(string) {
	return func(text string) { fmt.Fprintln(w.stdout, clean(text)) }
}
