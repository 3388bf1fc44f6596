package deploy_test

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/oracle"
)

const playbooks = "zuul/playbooks/stxscan"

// zuulItem is one item of a Zuul configuration, with the attributes that the
// files here use. Zuul refuses others than it knows.
type zuulItem struct {
	Job *struct {
		Name        string
		Parent      string
		Description string
		Nodeset     string
		Timeout     int
		Run         string
		PostRun     string `yaml:"post-run"`
		Vars        map[string]string
	}
	Project *struct {
		Check, Gate struct{ Jobs []string }
	}
}

// TestZuulConfiguration: the job names playbooks that there are, and the project
// runs that job.
func TestZuulConfiguration(t *testing.T) {
	var items []zuulItem
	decode(t, "zuul/zuul.yaml", &items)
	if len(items) != 2 || items[0].Job == nil || items[1].Project == nil {
		t.Fatalf("want a job and a project: %+v", items)
	}
	job, project := items[0].Job, items[1].Project
	for _, playbook := range []string{job.Run, job.PostRun} {
		read(t, filepath.Join("zuul", playbook))
	}
	if job.Parent == "" || job.Nodeset == "" || job.Timeout <= 0 {
		t.Errorf("the job has no parent, nodeset or timeout: %+v", job)
	}
	if keys := slices.Sorted(maps.Keys(job.Vars)); !slices.Equal(keys, []string{"stxscan_sha256", "stxscan_url"}) {
		t.Errorf("the job sets %q, want the two values that users set", keys)
	}
	for _, jobs := range [][]string{project.Check.Jobs, project.Gate.Jobs} {
		if !slices.Equal(jobs, []string{job.Name}) {
			t.Errorf("the project runs %q, want %q", jobs, job.Name)
		}
	}
}

// ansible finds ansible-playbook, and the module that stands for Zuul's.
func ansible(t *testing.T) (playbook string, env []string) {
	t.Helper()
	playbook = oracle.Program(t, "ansible-playbook", "apt install ansible-core")
	library, err := filepath.Abs("testdata/library")
	if err != nil {
		t.Fatal(err)
	}
	return playbook, []string{
		"ANSIBLE_LIBRARY=" + library, "ANSIBLE_LOCALHOST_WARNING=False", "ANSIBLE_NOCOLOR=1",
		"ANSIBLE_LOCAL_TEMP=" + t.TempDir(), "ANSIBLE_RETRY_FILES_ENABLED=False", "PYTHONDONTWRITEBYTECODE=1",
	}
}

func TestPlaybooksLint(t *testing.T) {
	lint := oracle.Program(t, "ansible-lint", "apt install ansible-lint")
	playbook, env := ansible(t)
	for _, name := range []string{"run.yaml", "post.yaml"} {
		name = filepath.Join("playbooks/stxscan", name)
		if out, code := (call{dir: "zuul", env: env, args: []string{playbook, "--syntax-check", "-i", "node,", name}}).run(t); code != 0 {
			t.Errorf("%s: %s", name, out)
		}
		// The short names of modules are those that every Ansible of Zuul knows.
		if out, code := (call{dir: "zuul", env: env, args: []string{lint, "--offline", "--nocolor", "-x", "fqcn", name}}).run(t); code != 0 {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// TestZuulJob runs the playbooks as Zuul does: the job fails where it has to, and
// Zuul is given the comments either way.
func TestZuulJob(t *testing.T) {
	playbook, env := ansible(t)
	oracle.Python(t, "voluptuous", "apt install python3-voluptuous")
	file, sum := program(t)
	job := func(t *testing.T, change string, vars map[string]any) (out string, code int, returned string) {
		clone := cloned(t, change)
		dir := t.TempDir()
		all := map[string]any{
			"zuul": map[string]any{
				"branch": "master", "project": map[string]string{"src_dir": clone},
				"executor": map[string]string{"log_root": filepath.Join(dir, "log")},
			},
			"ansible_user_dir": filepath.Join(dir, "home"), "ansible_python_interpreter": "/usr/bin/python3",
			"stxscan_url": "file://" + file, "stxscan_sha256": sum,
		}
		maps.Copy(all, vars)
		text, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, "vars.json"), string(text))
		write(t, filepath.Join(dir, "home", "keep"), "")
		returned = filepath.Join(dir, "returned.json")
		play := func(name string) (string, int) {
			return call{env: append(env, "ZUUL_RETURNED="+returned), args: []string{
				playbook, "-i", "node,", "-c", "local", "-e", "@" + filepath.Join(dir, "vars.json"), filepath.Join(playbooks, name),
			}}.run(t)
		}
		out, code = play("run.yaml")
		if out, code := play("post.yaml"); code != 0 {
			t.Errorf("post.yaml: exit code %d\n%s", code, out)
		}
		if strings.Contains(out, "gate passes") || strings.Contains(out, "fails the gate") {
			read(t, filepath.Join(dir, "home/zuul-output/logs/stxscan/report.html"))
		}
		return out, code, returned
	}
	t.Run("passes", func(t *testing.T) {
		out, code, returned := job(t, changes["passes"], nil)
		if code != 0 {
			t.Errorf("exit code %d\n%s", code, out)
		}
		if text := read(t, returned); !strings.Contains(text, `"url": "stxscan/report.html"`) || strings.Contains(text, "added.py") {
			t.Errorf("Zuul was given %s", text)
		}
	})
	t.Run("fails", func(t *testing.T) {
		out, code, returned := job(t, changes["fails"], nil)
		if code == 0 || !strings.Contains(out, "1 finding fails the gate") {
			t.Errorf("exit code %d\n%s", code, out)
		}
		if text := read(t, returned); !strings.Contains(text, source+"added.py") {
			t.Errorf("Zuul was given %s", text)
		}
	})
	t.Run("no base", func(t *testing.T) {
		if out, code, _ := job(t, changes["passes"], map[string]any{"stxscan_base": "origin/gone"}); code == 0 || !strings.Contains(out, `"rc": 3`) {
			t.Errorf("exit code %d\n%s", code, out)
		}
	})
	t.Run("another program", func(t *testing.T) {
		if out, code, _ := job(t, changes["passes"], map[string]any{"stxscan_sha256": strings.Repeat("0", 64)}); code == 0 || !strings.Contains(out, "checksum") {
			t.Errorf("exit code %d\n%s", code, out)
		}
	})
}
