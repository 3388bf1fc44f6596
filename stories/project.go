package stories

import "strings"

// projects are the names that the project of a repo may have, the wanted one
// first; the default project for "" and for what is no repo of StarlingX.
func (c *composer) projects(repo string) []string { return projectsOf(c.options, repo) }

// display is the project that texts name for a repo.
func (c *composer) display(repo string) string { return projectsOf(c.options, repo)[0] }

// projectsOf reads the aliases of a repo: those that a team has written down, or
// the names that the projects had since 2019 and before. A fork, git/NAME, is built
// into a package of the default project.
func projectsOf(o Options, repo string) []string {
	if names := o.Projects[repo]; len(names) > 0 {
		return names
	}
	if repo == "" || !plainRepo(repo) {
		return []string{o.DefaultProject}
	}
	return []string{"starlingx/" + repo, "openstack/stx-" + repo}
}

// plainRepo reports whether a repo's identity can be a part of a project's name.
func plainRepo(repo string) bool {
	return !strings.ContainsFunc(repo, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("._-", r)
	})
}
