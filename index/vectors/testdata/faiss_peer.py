"""Searches the vectors of a file with faiss IndexFlatL2, as package vectors' TestFaiss asks.

Arguments: the file, the numbers of a vector, threads. Every line of the standard input
is a list of queries and a k, as JSON; every line of the output says how long the search
took and what it found.
"""
import json
import os
import sys
import time

path, dim, threads = sys.argv[1], int(sys.argv[2]), sys.argv[3]
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = threads

import faiss  # noqa: E402: what it reads from the environment is set above
import numpy  # noqa: E402

index = faiss.IndexFlatL2(dim)
index.add(numpy.fromfile(path, dtype=numpy.float32).reshape(-1, dim))
print(json.dumps({"version": faiss.__version__, "rows": index.ntotal}), flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    queries = numpy.array(ask["queries"], dtype=numpy.float32)
    begin = time.perf_counter()
    distances, ids = index.search(queries, ask["k"])
    took = time.perf_counter() - begin
    print(json.dumps({"seconds": took, "ids": ids.tolist(), "distances": distances.tolist()}), flush=True)
