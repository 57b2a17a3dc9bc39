"""The words that machines read in answers: each member's, and every code of an error or a message."""

from __future__ import annotations

BANDS = ("low", "guarded", "elevated", "high", "severe")
BAND_SETTERS = ("score", "standing")
STATUSES = ("scored", "partial", "unscored")
SEVERITIES = ("info", "warning", "error")
CONTROL_SEVERITIES = ("prohibitive", "strong", "moderate", "administrative")
STANDING_STATES = ("already_hit", "under_control", "announced")
COUNTS = ("standing", "score", "upper_end", "nothing")
SIGNS = ("tightening", "relaxation", "evidence")

CODES = tuple(
    """
    additive_read aim already_stored
    ambiguous_formula ambiguous_number assembly assumed_form atoms_per_cent beyond_evidence
    blank bracket_ignored bracket_uncounted broken_row broken_text broken_workbook broken_xml broken_zip busy
    cas_ignored choice code_not_specific compound_unknown confirmation_lost confirmed confirmed_by
    content_as_element content_as_oxide contradiction cost_unknown counted_as cross_origin csrf_token
    damaged_receipt database_unavailable database_unusable declared_unknown default_supply description
    dilution_unknown domestic_chain dopant_assumed dopant_stated duplicate duplicate_member empty encrypted
    end_use_without_effect engineering_estimate expired_key expired_link feed_by_rule feed_from_imports foreign_host
    formula_open forwarded grade grade_not_specific heavy_bom heavy_line hydrate_unknown implausible_share
    in_progress in_sample_replay invalid_composition isotope key kind_not_stated later_figure known_at
    length low_confidence malformed_form malformed_gzip malformed_json mass_or_atoms mass_per_cent mass_unknown
    material_ignored
    may_be_accessory mismatch missing_form missing_scope model_loading model_refused more_errors nearest_figure
    no_components no_costs no_etag no_file no_headings no_key no_line no_mass no_materials no_member_known no_rare_earth
    no_such_stage not_a_choice not_a_country not_a_currency not_a_date not_a_flag not_a_formula not_a_list
    not_a_moment not_a_number not_a_price not_a_workbook not_an_element not_an_object not_contained not_kept
    not_offered not_served not_signed_here not_text not_understood not_used not_utf8
    no_point nothing_stored only_false open_share
    order_doubted other other_body other_currency other_revision
    other_state out_of_range out_of_scope part_read_differently
    parts_unavailable passed_over pattern pieces_multiplied possible_element prices_old quantity_unexplained
    radioactive ratio_read reading_stated recycled refused refused_address register_old repeated required
    revoked_key
    several_readings share_assumed share_missing shares shares_scaled signed_out skipped_line solution_assumed
    spelling_corrected split_assumed split_sourcing split_unknown stage stage_not_passed stated_share
    strength_doubted strength_read sum suspended tenant_full to token too_deep too_early too_large too_late too_long
    too_many too_many_digits too_many_hazards too_many_kept too_many_rows too_much_work too_precise too_small
    two_numbers
    uncertain_element unclear_encoding unclear_key undescribed unknown_cas unknown_document unknown_element
    unknown_encoding unknown_field unknown_form unknown_formula unknown_grade unknown_heading unknown_key unknown_link
    unknown_material unknown_quantity unknown_role unknown_scenario unknown_source unknown_status
    unknown_unit unprintable unread
    unread_compression unread_lines unread_type unread_unlikely unread_version unread_xml unsafe_xml unscored
    words_ignored world_trade cant_be_scored given_up too_many_jobs unknown_mapping
    """.split()
)
"""What errors and messages are about. Stable: none is taken back, and a new one is added here first."""
