"""A small network of convolutions over mel steps: log power in, three logits a step out."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from intromark.soundprint import BANDS

WIDTH = 72
DILATIONS = (1, 2, 4, 8)  # of five steps each: it hears 3.75 s to either side
QUIETEST = 1e-7  # mean-square amplitude: what is below is taken for as much
AROUND = 16  # steps to either side that a band is also held against
DROPPED = 0.1  # share of features, in training


class SoundNetwork(nn.Module):
    """(N, T, 32) mel power -> (N, T, 3) logits: speech, singing, music."""

    def __init__(self) -> None:
        """Draw random weights."""
        super().__init__()
        self.standard = nn.BatchNorm1d(2 * BANDS)
        self.first = nn.Conv1d(2 * BANDS, WIDTH, 5, padding=2)
        self.layers = nn.ModuleList(
            nn.Conv1d(WIDTH, WIDTH, 5, padding=2 * dilation, dilation=dilation) for dilation in DILATIONS
        )
        self.dropped = nn.Dropout1d(DROPPED)
        self.last = nn.Conv1d(WIDTH, 3, 1)

    def forward(self, power: Tensor) -> Tensor:
        """(N, T, 32) -> (N, T, 3)."""
        level = torch.log(power + QUIETEST).transpose(1, 2)
        usual = F.avg_pool1d(level, 2 * AROUND + 1, stride=1, padding=AROUND, count_include_pad=False)
        both = torch.cat([level, level - usual], dim=1)
        rows = torch.relu(self.first(self.standard(both)))
        for layer in self.layers:
            rows = rows + self.dropped(torch.relu(layer(rows)))
        logits: Tensor = self.last(rows)
        return logits.transpose(1, 2)
