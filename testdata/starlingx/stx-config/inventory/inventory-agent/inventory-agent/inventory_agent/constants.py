"""Settings of the agent, the same on every Python."""

VERSION = "1.0"
CONFIG_FILE = "/etc/inventory/agent.conf"
POLL_SECONDS = 60

# The first that exists tells the release.
RELEASE_FILES = ("/etc/centos-release", "/etc/redhat-release", "/etc/os-release")
