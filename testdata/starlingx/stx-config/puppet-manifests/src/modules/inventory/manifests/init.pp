# The inventory agent of every host
class inventory (
  $controller_url,
  $options = '',
) {
  include ::platform::params

  package { 'inventory-agent':
    ensure => present,
  }

  file { '/etc/sysconfig/inventory-agent':
    content => "OPTIONS=\"${options}\"\n",
    owner   => 'root',
    group   => 'wheel',
    notify  => Service['inventory-agent'],
  }

  service { 'inventory-agent':
    ensure   => running,
    enable   => true,
    provider => 'redhat',
  }
}
