LDLIBS = -lcrypto -luuid
OBJS = agent.o store.o
EARLY = -g -lcrypto
agent: $(OBJS)
	$(CC) $(LDLIBS) -o $@ $(OBJS)  # want: OS-407
agent-late: $(OBJS)
	$(CC) $(OBJS) $(LDLIBS) -o $@  # ok: OS-407
agent-plain: agent.o
	gcc -lcrypto agent.o -o $@  # want: OS-407
agent-flags: agent.c
	@$(CC) -Wall $(EARLY) -o $@ $<  # want: OS-407
agent-both: agent.o
	$(CC) -lcrypto agent.o -lcrypto -o $@  # ok: OS-407
agent-all: agent.o
	$(CC) -Wl,--no-as-needed -lcrypto agent.o -o $@  # ok: OS-407
agent.o: agent.c
	$(CC) $(LDLIBS) -c agent.c -o agent.o  # ok: OS-407
agent-cxx: agent.o
	$(CXX) -lstdc++ agent.o -o $@  # ok: OS-407
agent-two: agent.o
	mkdir -p bin && $(CXX) -L. \
		-luuid -o bin/$@ agent.o
	# want@-1: OS-407
libagent.so: $(OBJS)
	$(CC) -shared -lcrypto -o $@ $^  # ok: OS-407
	# $(CC) -lcrypto agent.o  # ok: OS-407
	echo "$(CC) -lcrypto agent.o"  # ok: OS-407
