# -L/usr/lib64 in a comment   ok: OS-403
INCLUDES += -I$(STAGING)/usr/lib64/glib-2.0/include
# want@-1: OS-403
LIBS = $(shell pkg-config --libs glib-2.0) -L/usr/lib/agent
# ok@-1: OS-403
agent: agent.o
	$(CC) -o $@ $^ -L. -L/usr/lib64/
# ok@-1: OS-403
	install agent $(DESTDIR)/usr/bin
# ok@-1: OS-403
