class agent::params {
  case $::osfamily { # want: OS-201
    'RedHat': { $package = 'agent' }
    default: { fail("Unsupported osfamily: ${::osfamily}") }
  }
  # $::osfamily is 'RedHat' in a comment   ok: OS-201
  if $::osfamily == 'Debian' { # ok: OS-201
    $service = 'apache2'
  } elsif $::osfamily == 'RedHat' {
    $service = 'httpd'
  }
  if $::osfamily == 'RedHat' { # ok: OS-201
    $conf = '/etc/agent'
  }
  if $::osfamily == 'RedHat' { # want: OS-201
    $unit = 'httpd'
  } else {
    fail('no')
  }
  $path = $facts['os']['family'] ? { # want: OS-201
    'RedHat' => '/etc/httpd',
  }
  $other = $facts['os']['family'] ? { # ok: OS-201
    'RedHat' => '/etc/httpd',
    default  => '/etc/apache2',
  }
}
class agent::others {
  case $::osfamily { # want: OS-201
    'RedHat': { $cron = 'crond' }
    'Debian': { $cron = 'cron' }
    default: { fail("unsupported ${::osfamily}") }
  }
  case $::osfamily { # ok: OS-201
    'RedHat': { $web = 'httpd' }
    'Debian': { $web = 'apache2' }
    default: { $web = 'httpd' }
  }
}
