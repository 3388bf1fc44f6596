package py2

import (
	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// daemonRunner is the class of python-daemon that runs an application as a daemon,
// and openStreams its method that opens what stderr goes to as text without a
// buffer.
const (
	daemonRunner = "daemon.runner.DaemonRunner"
	openStreams  = "_open_streams_from_app_stream_paths"
)

// findDaemonRunner handles objects of python-daemon's runner, and of classes of
// the file that are made from it and open the streams as it does.
func findDaemonRunner(m *module, n python.ID) {
	if m.codes["daemon-runner"] == nil {
		return
	}
	callee := m.Child(n, 0)
	if m.resolve(callee) == daemonRunner || m.isDaemonRunner(callee) {
		m.report(m.codes["daemon-runner"], n, analysis.Detail{Subject: m.Dotted(callee)}, 0)
	}
}

// isDaemonRunner reports whether a name is a class of the file that takes the way
// its streams are opened from python-daemon.
func (m *module) isDaemonRunner(callee python.ID) bool {
	class := m.classBound(callee)
	if class < 0 || m.definesMember(class, openStreams, 0) || m.definesMember(class, "__init__", 0) {
		return false
	}
	for base := range m.Named(m.ChildOf(class, python.ArgumentList)) {
		if m.resolve(base) == daemonRunner {
			return true
		}
	}
	return false
}
