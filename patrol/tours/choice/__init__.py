"""Team orienteering by ruin and recreation, in machine code.

Stretches of walks near each other are left out by chance, and stops taken in again where they
lengthen the walks little for what they are worth; the result is kept or not as in annealing. As
Schrimpf et al. (2000), "Record breaking optimization results using the ruin and recreate
principle", with the stretches of Christiaens and Vanden Berghe (2020), "Slack induction by
string removals for vehicle routing problems".
"""
