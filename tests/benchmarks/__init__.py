"""``make bench``: what a score costs, as ratios beside a plain endpoint in the same run."""
