package deploy_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// gitlabJob is a job of a GitLab pipeline with the keys that the file here uses,
// and no others.
type gitlabJob struct {
	Stage, Image, Timeout string
	Rules                 []struct{ If string }
	Variables             map[string]string
	BeforeScript          []string `yaml:"before_script"`
	Script                []string
	Artifacts             struct {
		When     string
		ExpireIn string `yaml:"expire_in"`
		Paths    []string
		Reports  map[string]string
	}
}

// gitlabReports are the kinds of reports of GitLab that the job may have.
var gitlabReports = map[string]bool{"codequality": true, "junit": true}

func readGitLab(t *testing.T) gitlabJob {
	t.Helper()
	var jobs map[string]gitlabJob
	decode(t, "gitlab/stxscan.gitlab-ci.yml", &jobs)
	if len(jobs) != 1 {
		t.Fatalf("%d jobs, want one", len(jobs))
	}
	return jobs["stxscan"]
}

func TestGitLabJob(t *testing.T) {
	file, sum := program(t)
	job := readGitLab(t)
	if job.Variables["GIT_DEPTH"] != "0" || job.Artifacts.When != "always" || len(job.Artifacts.Reports) != len(gitlabReports) {
		t.Errorf("the job needs the whole history and its reports whenever it ends: %+v", job)
	}
	for _, c := range []struct {
		name, change, sum, branch string
		code                      int
		says                      string
	}{
		{"passes", "passes", sum, "master", 0, "The gate passes"},
		{"fails", "fails", sum, "master", 1, "1 finding fails the gate"},
		{"no branch", "passes", sum, "gone", 128, "gone"},
		{"another program", "passes", strings.Repeat("0", 64), "master", 1, "FAILED"},
	} {
		t.Run(c.name, func(t *testing.T) {
			clone := cloned(t, changes[c.change])
			id := filepath.Base(filepath.Dir(clone)) + filepath.Base(filepath.Dir(filepath.Dir(clone)))
			defer os.RemoveAll("/tmp/stxscan-" + id)
			// GitLab joins the lines and ends with the first that fails.
			out, code := call{dir: clone, args: []string{"sh", "-e", "-c", strings.Join(job.Script, "\n")}, env: []string{
				"STXSCAN_URL=file://" + file, "STXSCAN_SHA256=" + c.sum,
				"CI_JOB_ID=" + id, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME=" + c.branch,
			}}.run(t)
			if code != c.code || !strings.Contains(out, c.says) {
				t.Fatalf("exit code %d, want %d and %q\n%s", code, c.code, c.says, out)
			}
			if !strings.Contains(out, "gate") {
				return // it did not come to that
			}
			for kind, name := range job.Artifacts.Reports {
				if text := read(t, filepath.Join(clone, name)); !gitlabReports[kind] || c.change == "fails" && !strings.Contains(text, "added.py") {
					t.Errorf("the report %s of kind %s says nothing of the new file", name, kind)
				}
			}
			for _, name := range job.Artifacts.Paths {
				read(t, filepath.Join(clone, name))
			}
		})
	}
}
