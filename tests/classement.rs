//! The ranking: the worked numbers of the design, majority judgment, and what must hold on any department.
