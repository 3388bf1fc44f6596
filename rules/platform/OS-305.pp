class agent {
  selboolean { 'httpd_can_network_connect': # want: OS-305
    value => on,
  }
  notify { 'selboolean': } # ok: OS-305
  if str2bool($::selinux) {
    selboolean { 'agent_can_network_connect': # want: OS-305 guarded
      value => on,
    }
  }
}
