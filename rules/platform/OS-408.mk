LDFLAGS = -shared -rdynamic
LDLIBS = -lsqlite3 -luuid
OBJS = agent.o store.o
libagent.so.1: ${OBJS}
	$(CXX) ${LDFLAGS} $(LDLIBS) -Wl,-soname,libagent.so.1 -o $@ $^  # want: OS-408
libagent.so.2: ${OBJS}
	$(CXX) ${LDFLAGS} -Wl,-soname,libagent.so.2 -o $@ $^ $(LDLIBS)  # ok: OS-408
libengine.so: ${OBJS}
	$(CC) -shared -lcrypto -o $@ $(OBJS)  # want: OS-408
libplain.so: ${OBJS}
	$(CC) ${LDFLAGS} -lc -o $@ $(OBJS)  # ok: OS-408
libgroup.so: ${OBJS}
	$(CC) ${LDFLAGS} -Wl,--start-group $(LDLIBS) -o $@ $^  # ok: OS-408
libclosed.so: ${OBJS}
	$(CC) ${LDFLAGS} -Wl,--start-group $(LDLIBS) -Wl,--end-group -o $@ $^  # want: OS-408
agent: ${OBJS}
	$(CC) $(LDLIBS) -o $@ $(OBJS)  # ok: OS-408
