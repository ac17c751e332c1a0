"""From papers to figures: sheets, call-outs, void and doubtful papers, sums."""
