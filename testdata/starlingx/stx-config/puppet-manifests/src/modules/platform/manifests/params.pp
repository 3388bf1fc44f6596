# What differs between systems. Clear Linux falls into the default.
class platform::params {
  case $::osfamily {
    'RedHat': {
      $ntp_service = 'ntpd'
      $grub_config = '/boot/grub2/grub.cfg'
    }
    'Debian': {
      $ntp_service = 'ntp'
      $grub_config = '/boot/grub/grub.cfg'
    }
    default: {
      fail("platform: ${::osfamily} is not supported")
    }
  }
}
