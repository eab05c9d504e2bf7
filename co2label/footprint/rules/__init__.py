"""Rules on activities: each expands one activity into plain ones before anything is computed.

One file a rule, one function `expand(line, product, factors) -> Expansion`; `registry` says which field of an activity asks
for which, `expanding` applies them. The columns, the solve and the sums know nothing of rules.
"""
