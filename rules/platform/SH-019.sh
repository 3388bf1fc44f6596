#!/bin/sh
pid=$(< /run/agent.pid)   # want: SH-019
pid=$(cat < /run/agent.pid)   # ok: SH-019
echo '$(<'   # ok: SH-019
