CFLAGS = -Wall -Werror -O2  # want: OS-404
CXXFLAGS += -Werror -Wextra  # ok: OS-404
LDFLAGS = -Wl,-z,relro  # ok: OS-404
# -Werror  # ok: OS-404
