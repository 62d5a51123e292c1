# SPDX-License-Identifier: Apache-2.0
"""The parts of tools/render: what lies on a page, what lies around it, and the camera that sees both."""
