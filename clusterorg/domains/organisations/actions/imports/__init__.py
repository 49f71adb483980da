"""The staged import: upload, map, check, decide, carry out, undo. Each step is an action."""

from clusterorg.domains.organisations.actions.imports.carry import carry_out_block, start_import
from clusterorg.domains.organisations.actions.imports.check import check_import, check_import_later
from clusterorg.domains.organisations.actions.imports.decide import (
    correct_row,
    decide_row,
    decide_rows,
)
from clusterorg.domains.organisations.actions.imports.settings import (
    accept_proposals,
    map_columns,
    save_profile,
    use_profile,
)
from clusterorg.domains.organisations.actions.imports.stage import delete_import, stage_import
from clusterorg.domains.organisations.actions.imports.undo import start_undo, undo_block

__all__ = [
    "accept_proposals",
    "carry_out_block",
    "check_import",
    "check_import_later",
    "correct_row",
    "decide_row",
    "decide_rows",
    "delete_import",
    "map_columns",
    "save_profile",
    "stage_import",
    "start_import",
    "start_undo",
    "undo_block",
    "use_profile",
]
