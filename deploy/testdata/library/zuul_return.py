#!/usr/bin/python3
"""Stands for Zuul's module of that name: keeps what it is given beside itself."""
import json
import os

import voluptuous
from ansible.module_utils.basic import AnsibleModule

# What Zuul checks comments with refuses every other key.
COMMENT = {'line': int, 'message': str, 'level': str, 'range': {
    'start_line': int, 'start_character': int, 'end_line': int, 'end_character': int}}
RETURNED = voluptuous.Schema({'zuul': {
    'file_comments': {str: [COMMENT]},
    'artifacts': [{voluptuous.Required('name'): str, voluptuous.Required('url'): str, 'metadata': dict}],
    'warnings': [str],
}})


def main():
    module = AnsibleModule(argument_spec={
        'path': {'type': 'path'}, 'data': {'type': 'dict'}, 'file': {'type': 'path'}})
    data = module.params['data'] or {}
    if module.params['file']:
        with open(module.params['file']) as file:
            data = json.load(file)
    RETURNED(data)
    with open(os.environ['ZUUL_RETURNED'], 'w') as file:
        json.dump(data, file)
    module.exit_json(changed=False)


if __name__ == '__main__':
    main()
