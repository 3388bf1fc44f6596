class agent::grub {
  exec { 'options':
    command => 'grubby --update-kernel=ALL --args=nosmt', # want: OS-103
  }
  exec { 'more':
    command => '/usr/sbin/update-grub', # ok: OS-103
  }
  package { 'grubby': } # ok: OS-103
}
