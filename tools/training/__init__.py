# SPDX-License-Identifier: Apache-2.0
"""Training of lightseal's own networks; tools/train is the command."""
