SCHEMA = '/etc/openldap/schema'  # want: OS-014
OTHER = '/etc/ldap/schema'  # ok: OS-014
TEXT = 'see /etc/openldap'  # ok: OS-014
