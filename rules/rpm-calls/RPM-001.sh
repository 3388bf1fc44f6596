#!/bin/bash
# Which version of the agent is installed?
version=$(rpm -q --queryformat '%{VERSION}' inventory-agent)   # want: RPM-001
QUERY=/usr/bin/rpm
$QUERY -qa | sort > /tmp/installed   # want: RPM-001
sudo rpm -Uvh /tmp/agent.rpm   # want: RPM-001
ssh controller-1 "rpm -e old-agent"   # want: RPM-001
cd /srv && find . -name '*.rpm' | xargs rpm -K   # want: RPM-001
docker run --rm centos:7 rpm -qa   # want: RPM-001 guarded
docker exec -it agent bash -c 'rpm -q agent'   # want: RPM-001 guarded
kubectl exec agent-0 -- rpm -qa   # want: RPM-001 guarded
docker run --rm debian:12 rpm -qa   # ok: RPM-001
docker build -t rpm .   # ok: RPM-001
nsenter -t 1 -m -- rpm -qa   # want: RPM-001
echo "rpm -q is not run by an echo"   # ok: RPM-001
log "installing rpm"   # ok: RPM-001
# rpm -qa in a comment   # ok: RPM-001
rpm_count=3   # ok: RPM-001
cat <<'TEXT'
rpm -q in a text that is printed
TEXT
