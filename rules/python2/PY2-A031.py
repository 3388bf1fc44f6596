import multiprocessing
import multiprocessing.forking  # want: PY2-A031
from multiprocessing import reduction
from multiprocessing.reduction import reduce_socket  # want: PY2-A031

rebuild = reduction.rebuild_handle  # want: PY2-A031
queue = multiprocessing.Queue()  # ok: PY2-A031
picklers = reduction.ForkingPickler  # ok: PY2-A031

try:
    import multiprocessing.forking as forking  # want: PY2-A031 guarded
except ImportError:
    forking = None

print(reduce_socket, rebuild, forking)
