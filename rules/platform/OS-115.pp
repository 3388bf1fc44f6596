class platform::interfaces ($network_config = {}) {
  create_resources('network_config', $network_config, {})  # want: OS-115
  create_resources('network_route', $routes, {})  # want: OS-115
  create_resources('network_address', $addresses, {})  # ok: OS-115
  network_config { 'eth0':  # want: OS-115
    ensure => present,
  }
  file { '/etc/network_config': }  # ok: OS-115
  ensure_resources($network_config, {})  # ok: OS-115
}
