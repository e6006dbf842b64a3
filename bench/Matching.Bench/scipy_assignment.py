"""Times SciPy's sparse assignment on a file of costs: milliseconds, matched, total, version.

min_weight_full_bipartite_matching needs every row matched, so each row may also stay alone in a
column of its own at a price above any whole assignment, as the product's solver does. Where all
rows can be matched the plain problem is timed instead, which is kinder to SciPy.
"""
import sys
import time

import numpy as np
import scipy
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

raw = np.fromfile(sys.argv[1], dtype=np.int32)
rows, columns = int(raw[0]), int(raw[1])
first = raw[2:3 + rows]
entries = int(first[-1])
column, cost = raw[3 + rows:3 + rows + entries], raw[3 + rows + entries:]
# Zero is "no entry" to SciPy, so every cost is one more there and taken off again.
plain = csr_matrix((cost.astype(np.float64) + 1, column, first), shape=(rows, columns))
most = int((maximum_bipartite_matching(plain, perm_type="column") >= 0).sum())
price = float(rows * (int(cost.max()) + 1) + 1)
graph = plain
if most < rows:
    alone = csr_matrix((np.full(rows, price), np.arange(rows), np.arange(rows + 1)), shape=(rows, rows))
    graph = scipy.sparse.hstack([plain, alone], format="csr")
best = None
for _ in range(25 if rows <= 1000 else 7):
    begin = time.thread_time()
    r, c = min_weight_full_bipartite_matching(graph)
    took = (time.thread_time() - begin) * 1000
    best = took if best is None else min(best, took)
served = c < columns
total = int(round(sum(plain[i, j] for i, j in zip(r[served], c[served])))) - int(served.sum())
print(f"{best:.3f} {int(served.sum())} {total} {scipy.__version__}")
