#!/bin/bash
cp ca.crt /etc/pki/ca-trust/source/anchors/   # want: OS-306
mkdir -p /etc/pki/agent/private   # ok: OS-306
cp key /etc/pki/agent/private/key   # ok: OS-306
cp key /etc/pki/tls/private/key   # want: OS-306
cp key /etc/pki/rpm-gpg/   # ok: OS-306
cp ca.crt /etc/ssl/certs/   # ok: OS-306
update-ca-trust extract   # ok: OS-306
