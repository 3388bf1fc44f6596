#!/bin/bash
cp site.conf /etc/httpd/conf.d/   # want: OS-013
tail /var/log/httpd/error_log   # want: OS-013
cp site.conf /etc/apache2/sites-available/   # ok: OS-013
cp site.conf /etc/lighttpd/lighttpd.conf   # ok: OS-013
