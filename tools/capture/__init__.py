# SPDX-License-Identifier: Apache-2.0
"""Photographs for the evaluation: rendered by seed, each with a truth beside it. tools/eval is the way in."""
