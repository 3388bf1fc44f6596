class agent {
  yumrepo { 'platform': # want: OS-203
    baseurl => 'http://controller/',
  }
  notify { 'yumrepo': } # ok: OS-203
}
