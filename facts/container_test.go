package facts

import (
	"fmt"
	"strings"
	"testing"
)

// TestContained: what a container runs is told from what the host runs, with the
// image where it is named.
func TestContained(t *testing.T) {
	for _, tt := range []struct{ src, want string }{
		{"docker run --rm centos:7 rpm -qa\n", "rpm@centos:7"},
		{"docker run -it --rm -v /a:/b -e A=b --name x \\\n  --net host \"$image\" rpm -qa\n", "rpm@$image"},
		{"docker run ${ARGS[@]} --entrypoint /bin/bash --rm ${from} -c 'rpm -qa | sort'\n", "bash@${from} rpm@${from} sort@${from}"},
		{"docker run --entrypoint=/usr/bin/rpm img -qa\n", "rpm@img"},
		{"docker run img\n", ""},
		{"docker exec -it -u root box bash -c 'yum clean all'\n", "bash@ yum@"},
		{"docker container exec box rpm -qa\n", "rpm@"},
		{"docker -H unix:///x exec box rpm -qa\n", "rpm@"},
		{"sudo podman run --rm fedora rpm -qa\n", "rpm@fedora"},
		{"docker build -t run rpm .\n", ""},
		{"docker ps run rpm\n", ""},
		{"docker-compose run --rm web rpm -qa\n", "rpm@web"},
		{"kubectl -n kube-system exec -it pod -c box -- rpm -qa\n", "rpm@"},
		{"kubectl exec pod rpm -qa\n", "rpm@"},
		{"kubectl get pods exec\n", ""},
		{"crictl --runtime-endpoint unix:///run/x.sock exec -i abc rpm -qa\n", "rpm@"},
		{"ctr -n=k8s.io run --rm --privileged img:1 id rpm -qa\n", "rpm@img:1"},
		{"ctr -n k8s.io task exec --exec-id 1 box rpm -qa\n", "rpm@"},
		{"lxc-attach -n box -- rpm -qa\n", "rpm@"},
		{"docker run img docker run other rpm -qa\n", "docker@img rpm@other"},
		{"docker exec box python -c 'import rpm'\n", "python@"},
	} {
		f := extract(t, Shell, tt.src)
		var got []string
		for _, c := range f.Contained {
			got = append(got, c.Program+"@"+c.Image)
		}
		if text := strings.Join(got, " "); text != tt.want {
			t.Errorf("%q runs %q in containers, want %q", tt.src, text, tt.want)
		}
		for _, c := range f.Commands {
			if c.Program == "rpm" || c.Program == "yum" || c.Program == "python" {
				t.Errorf("%q: the host runs %s", tt.src, c.Program)
			}
		}
		if len(f.Programs) > 0 || len(f.Scripts) > 0 {
			t.Errorf("%q: code of a container among the host's", tt.src)
		}
	}
}

// TestContainedPaths: a path inside of a container is none of the host's; what is
// mounted from the host is.
func TestContainedPaths(t *testing.T) {
	f := extract(t, Shell, "docker run -v /etc/shared:/x --entrypoint /bin/cat img /etc/there\ndocker exec box cat /etc/there > /etc/log\ncat /etc/host\n")
	var got []string
	for _, p := range f.Paths {
		got = append(got, p.Text)
	}
	if want := "[/etc/shared:/x /bin/cat /etc/log /etc/host]"; fmt.Sprint(got) != want {
		t.Errorf("paths are %s, want %s", got, want)
	}
}

// TestWrappers: programs that run another on the host.
func TestWrappers(t *testing.T) {
	for _, src := range []string{
		"nsenter -t 1 -m -- rpm -qa", "nsenter --target 1 --mount rpm -qa", "nsenter -t $pid -n rpm -qa",
		"setpriv --reuid=a --clear-groups rpm -qa", "setpriv --reuid a --regid b rpm -qa",
		"runuser -u a -- rpm -qa", "runuser a -c 'rpm -qa'", "su - a -c 'rpm -qa'", "sudo -u a -E rpm -qa",
		"ip netns exec blue rpm -qa", "ip -6 netns exec blue rpm -qa", "ip vrf exec red rpm -qa",
		"timeout -k 5 10 rpm -qa", "timeout --signal KILL 10s rpm -qa", "nice -n 5 rpm -qa", "ionice -c2 -n7 rpm -qa",
		"env -i A=b rpm -qa", "env -u A rpm -qa", "chrt -f 5 rpm -qa", "taskset 0x1 rpm -qa", "gosu a rpm -qa",
		"script -q -c 'rpm -qa' /dev/null", "script -qc 'rpm -qa'", "start-stop-daemon --start -x /bin/rpm -- -qa",
		"start-stop-daemon -S --exec /bin/rpm", "systemd-nspawn -D /root rpm -qa", "unshare -m rpm -qa",
		"flock -w 5 /lock rpm -qa", "fakeroot rpm -qa", "systemd-run -p X=y rpm -qa", "setarch i686 rpm -qa",
		"sudo -u a nice timeout 5 env A=b rpm -qa",
	} {
		f := extract(t, Shell, src+"\n")
		n := 0
		for _, c := range f.Commands {
			if c.Program == "rpm" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%q runs rpm %d times, want 1", src, n)
		}
	}
	for _, src := range []string{"start-stop-daemon --stop -x /bin/rpm", "nsenter -t 1 -m", "ip netns add rpm", "script rpm"} {
		for _, c := range extract(t, Shell, src+"\n").Commands {
			if c.Program == "rpm" {
				t.Errorf("%q runs rpm", src)
			}
		}
	}
}

// TestDropIns: what is dropped in to change a unit is one, whatever it is called,
// and so is a template of one.
func TestDropIns(t *testing.T) {
	for _, tt := range []struct{ src, want string }{
		{"[Service]\nExecStart=\nExecStart=/usr/bin/rpm -qa\n", "rpm"},
		{"[Unit]\nAfter=x.service\n[Service]\r\nExecStart=/usr/bin/rpm -q <%= @name %>\n", "rpm"},
		{"<% if @on -%>\n[Service]\nExecStop=/bin/sh -c 'rpm -qa'\n<% end -%>\n", "sh rpm"},
		{"[service]\nExecStart=/usr/bin/rpm -qa\n", ""},
		{"[agent]\nServiceName=[Service]\nExecStart=/usr/bin/rpm\n", ""},
	} {
		var got []string
		for _, c := range extract(t, Config, tt.src).Commands {
			got = append(got, c.Program)
		}
		if text := strings.Join(got, " "); text != tt.want {
			t.Errorf("%q runs %q, want %q", tt.src, text, tt.want)
		}
	}
}
