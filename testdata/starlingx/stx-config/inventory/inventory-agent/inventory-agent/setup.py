from setuptools import find_packages
from setuptools import setup

setup(
    name='inventory-agent',
    version='1.0',
    description='Inventory agent',
    packages=find_packages(exclude=['tests']),
    classifiers=[
        'Programming Language :: Python :: 2',
        'Programming Language :: Python :: 2.7',
    ],
    python_requires='>=2.7,<3',
    entry_points={
        'console_scripts': ['inventory-agent = inventory_agent.agent:main'],
    },
)
