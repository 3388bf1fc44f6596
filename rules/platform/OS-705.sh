#!/bin/bash
DAEMON=/usr/local/bin/agent  # want: OS-705
source /usr/local/sbin/agent_parms  # want: OS-705
PATH=/usr/bin:/usr/local/bin  # ok: OS-705
ls /usr/local/bin  # ok: OS-705
/usr/bin/agent /usr/localized/bin/agent  # ok: OS-705
LBINDIR=/usr/local/bin  # want: OS-705
${LBINDIR}/agent-tool
OTHER=/usr/local/bin  # ok: OS-705
cd "$OTHER"
