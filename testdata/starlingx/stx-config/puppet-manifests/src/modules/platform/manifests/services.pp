class platform::services (
  $kernel_options = 'quiet',
) inherits platform::params {

  package { 'ntp':
    ensure   => installed,
    provider => 'yum',
  }

  service { $ntp_service:
    ensure  => running,
    require => Package['ntp'],
  }

  service { 'crond':
    ensure => running,
    enable => true,
  }

  exec { 'forget old repositories':
    command => 'yum clean all && rm -rf /var/cache/yum',
    onlyif  => 'test -d /var/cache/yum',
    path    => ['/bin', '/usr/bin'],
  }

  exec { 'set kernel options':
    command => "/usr/sbin/grubby --update-kernel=ALL --args=\"${kernel_options}\"",
    unless  => 'rpm -q --quiet kernel-rt',
    path    => '/usr/bin',
  }
  -> exec { "/usr/sbin/grub2-mkconfig -o ${grub_config}": }

  file { '/etc/sysconfig/network-scripts/ifcfg-mgmt0':
    mode    => '0644',
    content => "DEVICE=mgmt0\nONBOOT=yes\n",
  }
}
