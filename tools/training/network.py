# SPDX-License-Identifier: Apache-2.0
"""The text map network: a feature pyramid of depthwise-separable convolutions, output at a quarter of the picture.

Most of the cost of such a network lies in its first layers, where the planes are large: the first two convolutions
both halve the picture, so that nothing wider than 16 planes exists above a quarter of the size. Reading direction and
mirroring need the shape of several glyphs: the coarser levels (1/8, 1/16, 1/32) have most of the weights.
"""
import torch
from torch import nn
from torch.nn import functional

OUTPUTS = ("core", "cos", "sin", "mirrored", "page", "screen", "seal", "height")
STRIDE = 4
MULTIPLE = 32


class Separable(nn.Module):
    """Depthwise k x k, pointwise, batch normalisation, ReLU; a shortcut where shapes allow it."""

    def __init__(self, inputs, outputs, kernel=3, stride=1):
        super().__init__()
        self.depth = nn.Conv2d(inputs, inputs, kernel, stride, kernel // 2, groups=inputs, bias=False)
        self.point = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.norm = nn.BatchNorm2d(outputs)
        self.shortcut = stride == 1 and inputs == outputs

    def forward(self, x):
        y = functional.relu(self.norm(self.point(self.depth(x))))
        return x + y if self.shortcut else y


class TextMap(nn.Module):
    """1 x 3 x H x W (RGB, value / 255 - 0.5; H and W multiples of 32) to 1 x 8 x H/4 x W/4; planes as in OUTPUTS."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU())
        self.quarter = nn.Sequential(Separable(16, 24, 3, 2), Separable(24, 24), Separable(24, 24))
        self.eighth = nn.Sequential(Separable(24, 48, 3, 2), Separable(48, 48), Separable(48, 48), Separable(48, 48))
        self.sixteenth = nn.Sequential(Separable(48, 80, 3, 2), Separable(80, 80, 5), Separable(80, 80, 5),
                                       Separable(80, 80, 5))
        self.thirtysecond = nn.Sequential(Separable(80, 96, 3, 2), Separable(96, 96, 5), Separable(96, 96, 5))
        self.from32 = nn.Conv2d(96, 48, 1)
        self.from16 = nn.Conv2d(80, 48, 1)
        self.join16 = Separable(48, 48)
        self.from8 = nn.Conv2d(48, 48, 1)
        self.join8 = Separable(48, 48)
        self.reduce = nn.Conv2d(48, 32, 1)
        self.from4 = nn.Conv2d(24, 32, 1)
        self.join4 = nn.Sequential(Separable(32, 32), Separable(32, 32))
        self.head = nn.Conv2d(32, len(OUTPUTS), 1)
        # Twice the angle, while training only: the axis of a line is learned long before which end is its first.
        self.axis = nn.Conv2d(32, 2, 1)
        # Most of a picture is neither text nor page nor seal: starting there saves the first steps.
        with torch.no_grad():
            self.head.bias.copy_(torch.tensor([-2.5, 0, 0, -1, -1, -1, -4, 1.0]))

    def forward(self, picture):
        at4 = self.quarter(self.stem(picture))
        at8 = self.eighth(at4)
        at16 = self.sixteenth(at8)
        at32 = self.thirtysecond(at16)
        up16 = self.join16(self.from16(at16) + twice(self.from32(at32)))
        up8 = self.join8(self.from8(at8) + twice(up16))
        up4 = self.join4(self.from4(at4) + twice(self.reduce(up8)))
        return torch.cat([self.head(up4), self.axis(up4)], 1) if self.training else self.head(up4)


def twice(x):
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")


def fold(net):
    """A copy without batch normalisation: its scale and shift go into the convolution before it."""
    import copy
    net = copy.deepcopy(net).eval()
    del net.axis
    net.stem = nn.Sequential(torch.nn.utils.fusion.fuse_conv_bn_eval(net.stem[0], net.stem[1]), nn.ReLU())
    for module in net.modules():
        if isinstance(module, Separable):
            module.point = torch.nn.utils.fusion.fuse_conv_bn_eval(module.point, module.norm)
            module.norm = nn.Identity()
    return net


def export(net, path):
    """Writes the network as ONNX, opset 11, height and width free; deterministic for given weights."""
    folded = fold(net).cpu().to(memory_format=torch.contiguous_format)
    torch.onnx.export(folded, torch.zeros(1, 3, 64, 96), path, opset_version=11, do_constant_folding=True,
                      input_names=["picture"], output_names=["map"],
                      dynamic_axes={"picture": {2: "height", 3: "width"}, "map": {2: "height4", 3: "width4"}})


def weights(net):
    """Of the exported form."""
    return sum(p.numel() for p in fold(net).parameters())
