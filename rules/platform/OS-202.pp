class agent {
  package { 'agent':
    ensure   => present,
    provider => 'yum', # want: OS-202
  }
  service { 'agent':
    provider => 'redhat', # want: OS-202
  }
  service { 'other':
    provider => 'systemd', # ok: OS-202
  }
  package { 'other':
    provider => 'pip', # ok: OS-202
  }
  notify { 'provider => yum': } # ok: OS-202
}
