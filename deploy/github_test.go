package deploy_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"opendev.org/starlingx/stxscan/oracle"
)

// step is one step of a GitHub workflow.
type step struct {
	ID, Name, If, Uses, Run string
	With                    map[string]any
}

// workflow is a GitHub workflow, as far as it is run here.
type workflow struct {
	Jobs map[string]struct{ Steps []step }
}

func readWorkflow(t *testing.T) workflow {
	t.Helper()
	data, err := os.ReadFile("github/stxscan.yml")
	if err != nil {
		t.Fatal(err)
	}
	var w workflow
	if err := yaml.Unmarshal(data, &w); err != nil {
		t.Fatal(err)
	}
	return w
}

// TestWorkflowLint asks actionlint, which asks shellcheck about the steps.
func TestWorkflowLint(t *testing.T) {
	shellcheck := oracle.Program(t, "shellcheck", "apt install shellcheck")
	actionlint := filepath.Join(t.TempDir(), "actionlint")
	build := exec.Command("go", "build", "-modfile=tools/go.mod", "-o", actionlint, "github.com/rhysd/actionlint/cmd/actionlint")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("actionlint was not built: %v\n%s", err, out)
	}
	must(t, ".", actionlint, "-no-color", "-shellcheck", shellcheck, "github/stxscan.yml")
}

// runner is what GitHub gives the steps of a job.
type runner struct {
	dir, temp string
	env       []string
}

func newRunner(t *testing.T, dir string, env ...string) *runner {
	t.Helper()
	temp := t.TempDir()
	return &runner{dir, temp, append([]string{
		"RUNNER_TEMP=" + temp, "GITHUB_BASE_REF=master",
		"GITHUB_STEP_SUMMARY=" + filepath.Join(temp, "summary"), "GITHUB_OUTPUT=" + filepath.Join(temp, "output"),
	}, env...)}
}

// steps runs the shell of a job's steps until one fails, and returns what was
// printed, the exit code, and the name of the step that failed.
func (r *runner) steps(t *testing.T, w workflow, job string) (out string, code int, failed string) {
	t.Helper()
	ran := 0
	for _, s := range w.Jobs[job].Steps {
		if s.Run == "" {
			continue
		}
		ran++
		text, code := call{dir: r.dir, env: r.env, args: []string{"bash", "-e", "-c", s.Run}}.run(t)
		out += text
		if code != 0 {
			return out, code, s.Name
		}
	}
	if ran < 2 {
		t.Fatalf("%d steps of the job %s were run", ran, job)
	}
	return out, 0, ""
}

func TestGitHubGate(t *testing.T) {
	file, sum := program(t)
	w := readWorkflow(t)
	for _, c := range []struct {
		name, change, sum, base string
		code                    int
		step, says              string
	}{
		{"passes", "passes", sum, "master", 0, "", "The gate passes"},
		{"fails", "fails", sum, "master", 1, "Gate", "::error file=" + source + "added.py,line=1"},
		{"no base", "passes", sum, "gone", 3, "Gate", `no commit "origin/gone"`},
		{"another program", "passes", strings.Repeat("0", 64), "master", 1, "Get the program", "FAILED"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRunner(t, cloned(t, changes[c.change]), "STXSCAN_URL=file://"+file, "STXSCAN_SHA256="+c.sum, "GITHUB_BASE_REF="+c.base)
			out, code, step := r.steps(t, w, "gate")
			if code != c.code || step != c.step || !strings.Contains(out, c.says) {
				t.Fatalf("exit code %d in %q, want %d in %q and %q\n%s", code, step, c.code, c.step, c.says, out)
			}
			if code > 1 || step == "Get the program" {
				return
			}
			if text := read(t, filepath.Join(r.temp, "output")); text != "written=true\n" {
				t.Errorf("the step's output is %q", text)
			}
			read(t, filepath.Join(r.temp, "summary"))
			for _, s := range w.Jobs["gate"].Steps {
				for _, key := range []string{"path", "sarif_file"} {
					if name, ok := s.With[key].(string); ok {
						read(t, strings.Replace(name, "${{ runner.temp }}", r.temp, 1))
					}
				}
			}
		})
	}
}

// TestGitHubWeekly runs the weekly job twice, with a commit in between: the first
// makes the branch of the history, the second adds to it.
func TestGitHubWeekly(t *testing.T) {
	oracle.Program(t, "flock", "apt install util-linux")
	file, sum := program(t)
	w := readWorkflow(t)
	clone := cloned(t, changes["passes"])
	script, err := os.ReadFile("weekly.sh")
	if err != nil {
		t.Fatal(err)
	}
	origin := filepath.Join(filepath.Dir(clone), "origin")
	for i, says := range []string{"nothing to compare", "what moved since"} {
		write(t, filepath.Join(clone, ".github/stxscan-weekly.sh"), string(script))
		write(t, filepath.Join(clone, source+"added.py"), changes[[]string{"passes", "fails"}[i]])
		must(t, clone, "git", "add", ".")
		date := fmt.Sprintf("GIT_COMMITTER_DATE=2018-10-%02dT00:00:00Z", 1+7*i)
		if out, code := (call{dir: clone, env: []string{date}, args: []string{"git", "commit", "-q", "--allow-empty", "-m", "week"}}).run(t); code != 0 {
			t.Fatalf("git commit: %s", out)
		}
		r := newRunner(t, clone, "STXSCAN_URL=file://"+file, "STXSCAN_SHA256="+sum)
		if out, code, step := r.steps(t, w, "weekly"); code != 0 {
			t.Fatalf("exit code %d in %q\n%s", code, step, out)
		}
		if text := read(t, filepath.Join(r.temp, "summary")); !strings.Contains(text, says) {
			t.Errorf("week %d: the agenda does not say %q:\n%s", i+1, says, text)
		}
		files := must(t, origin, "git", "ls-tree", "-r", "--name-only", "stxscan-history")
		if n := strings.Count(files, ".jsonl\n"); n != i+1 || strings.Contains(files, "setup.py") || strings.Contains(files, "weeks/") {
			t.Errorf("week %d: the branch holds\n%s", i+1, files)
		}
		must(t, clone, "git", "worktree", "remove", "--force", filepath.Join(r.temp, "stxscan/state"))
		if i == 0 { // the next runner has a clone without it
			must(t, clone, "git", "branch", "-q", "-D", "stxscan-history")
		}
	}
}
