"""Contains all the data models used in inputs/outputs"""

from .action import Action
from .action_kind import ActionKind
from .after_acts import AfterActs
from .age import Age
from .alternative import Alternative
from .alternatives import Alternatives
from .assumption import Assumption
from .assumption_change import AssumptionChange
from .audit_page import AuditPage
from .band import Band
from .band_band import BandBand
from .batch import Batch
from .batch_boms import BatchBoms
from .bom import Bom
from .bom_currency_type_1 import BomCurrencyType1
from .bom_currency_type_2_type_1 import BomCurrencyType2Type1
from .bom_currency_type_3_type_1 import BomCurrencyType3Type1
from .bom_on_error_type_1 import BomOnErrorType1
from .bom_on_error_type_2_type_1 import BomOnErrorType2Type1
from .bom_on_error_type_3_type_1 import BomOnErrorType3Type1
from .bom_page import BomPage
from .bom_same_part_type_1 import BomSamePartType1
from .bom_same_part_type_2_type_1 import BomSamePartType2Type1
from .bom_same_part_type_3_type_1 import BomSamePartType3Type1
from .candidate import Candidate
from .chain import Chain
from .changes import Changes
from .changes_why_not_type_1 import ChangesWhyNotType1
from .changes_why_not_type_2_type_1 import ChangesWhyNotType2Type1
from .changes_why_not_type_3_type_1 import ChangesWhyNotType3Type1
from .chokepoint import Chokepoint
from .claim import Claim
from .claim_view import ClaimView
from .claims import Claims
from .column_mapping import ColumnMapping
from .column_mapping_columns import ColumnMappingColumns
from .compared import Compared
from .compared_band_type_1 import ComparedBandType1
from .compared_band_type_2_type_1 import ComparedBandType2Type1
from .compared_band_type_3_type_1 import ComparedBandType3Type1
from .condition import Condition
from .condition_element import ConditionElement
from .condition_min_band import ConditionMinBand
from .condition_stage import ConditionStage
from .confirmation import Confirmation
from .confirmation_composition import ConfirmationComposition
from .control import Control
from .control_severity import ControlSeverity
from .control_sign import ControlSign
from .controls import Controls
from .costs import Costs
from .country_loss import CountryLoss
from .country_share import CountryShare
from .coverage import Coverage
from .current_score import CurrentScore
from .current_score_band_type_1 import CurrentScoreBandType1
from .current_score_band_type_2_type_1 import CurrentScoreBandType2Type1
from .current_score_band_type_3_type_1 import CurrentScoreBandType3Type1
from .current_score_status_type_1 import CurrentScoreStatusType1
from .current_score_status_type_2_type_1 import CurrentScoreStatusType2Type1
from .current_score_status_type_3_type_1 import CurrentScoreStatusType3Type1
from .data_ages import DataAges
from .dated_control import DatedControl
from .dated_control_severity import DatedControlSeverity
from .dated_control_sign import DatedControlSign
from .delivery import Delivery
from .delivery_page import DeliveryPage
from .delivery_state import DeliveryState
from .document import Document
from .document_says import DocumentSays
from .driver import Driver
from .duration import Duration
from .effect import Effect
from .element import Element
from .element_point import ElementPoint
from .element_point_band_type_1 import ElementPointBandType1
from .element_point_band_type_2_type_1 import ElementPointBandType2Type1
from .element_point_band_type_3_type_1 import ElementPointBandType3Type1
from .element_prices import ElementPrices
from .element_series import ElementSeries
from .element_supply import ElementSupply
from .elements import Elements
from .entry import Entry
from .entry_outcome import EntryOutcome
from .export_bom_format import ExportBomFormat
from .export_scores_format import ExportScoresFormat
from .fault import Fault
from .fault_code import FaultCode
from .feed import Feed
from .figure_list import FigureList
from .file_column import FileColumn
from .file_row import FileRow
from .fraction import Fraction
from .frozen_shock import FrozenShock
from .frozen_shocks import FrozenShocks
from .full_reason import FullReason
from .get_element_scores_file_form import GetElementScoresFileForm
from .get_element_scores_file_step import GetElementScoresFileStep
from .get_element_scores_form import GetElementScoresForm
from .get_element_scores_step import GetElementScoresStep
from .get_history_file_step import GetHistoryFileStep
from .get_history_receipts import GetHistoryReceipts
from .get_history_step import GetHistoryStep
from .get_portfolio_band import GetPortfolioBand
from .get_portfolio_element import GetPortfolioElement
from .get_portfolio_scenario_band import GetPortfolioScenarioBand
from .get_portfolio_scenario_element import GetPortfolioScenarioElement
from .get_portfolio_scenario_unread import GetPortfolioScenarioUnread
from .get_portfolio_scores_band import GetPortfolioScoresBand
from .get_portfolio_scores_element import GetPortfolioScoresElement
from .get_portfolio_scores_file_band import GetPortfolioScoresFileBand
from .get_portfolio_scores_file_element import GetPortfolioScoresFileElement
from .get_portfolio_scores_file_step import GetPortfolioScoresFileStep
from .get_portfolio_scores_file_unread import GetPortfolioScoresFileUnread
from .get_portfolio_scores_step import GetPortfolioScoresStep
from .get_portfolio_scores_unread import GetPortfolioScoresUnread
from .get_portfolio_unread import GetPortfolioUnread
from .get_score_view import GetScoreView
from .get_shocks_element import GetShocksElement
from .get_shocks_file_element import GetShocksFileElement
from .get_shocks_file_stage import GetShocksFileStage
from .get_shocks_stage import GetShocksStage
from .hazard_score import HazardScore
from .hazard_score_supply import HazardScoreSupply
from .health import Health
from .health_status import HealthStatus
from .history_page import HistoryPage
from .import_ import Import
from .imported_product import ImportedProduct
from .imported_product_bom import ImportedProductBom
from .indicator import Indicator
from .indicator_direction import IndicatorDirection
from .indicators import Indicators
from .job import Job
from .job_asked import JobAsked
from .job_counts import JobCounts
from .job_error import JobError
from .job_error_outcome import JobErrorOutcome
from .job_error_page import JobErrorPage
from .job_file import JobFile
from .job_kind import JobKind
from .job_list import JobList
from .job_progress import JobProgress
from .job_result_page import JobResultPage
from .job_state import JobState
from .kept_link import KeptLink
from .kept_link_opens import KeptLinkOpens
from .kept_mapping import KeptMapping
from .kept_mapping_columns import KeptMappingColumns
from .kept_webhook import KeptWebhook
from .lead_time import LeadTime
from .level import Level
from .line import Line
from .line_composition_type_0 import LineCompositionType0
from .line_cost import LineCost
from .line_element_type_1 import LineElementType1
from .line_element_type_2_type_1 import LineElementType2Type1
from .line_element_type_3_type_1 import LineElementType3Type1
from .line_form_type_1 import LineFormType1
from .line_form_type_2_type_1 import LineFormType2Type1
from .line_form_type_3_type_1 import LineFormType3Type1
from .line_score import LineScore
from .line_stock import LineStock
from .line_to_read import LineToRead
from .line_to_read_composition_type_0 import LineToReadCompositionType0
from .line_to_read_element_type_1 import LineToReadElementType1
from .line_to_read_element_type_2_type_1 import LineToReadElementType2Type1
from .line_to_read_element_type_3_type_1 import LineToReadElementType3Type1
from .line_to_read_form_type_1 import LineToReadFormType1
from .line_to_read_form_type_2_type_1 import LineToReadFormType2Type1
from .line_to_read_form_type_3_type_1 import LineToReadFormType3Type1
from .link import Link
from .link_opens import LinkOpens
from .link_page import LinkPage
from .list_alternatives_element import ListAlternativesElement
from .list_alternatives_stage import ListAlternativesStage
from .list_boms_band import ListBomsBand
from .list_boms_element import ListBomsElement
from .list_boms_sort import ListBomsSort
from .list_boms_unread import ListBomsUnread
from .list_claims_element import ListClaimsElement
from .list_claims_stage import ListClaimsStage
from .list_controls_confidence import ListControlsConfidence
from .list_controls_element import ListControlsElement
from .list_controls_stage import ListControlsStage
from .list_controls_status import ListControlsStatus
from .list_deliveries_state import ListDeliveriesState
from .list_jobs_kind import ListJobsKind
from .list_jobs_state import ListJobsState
from .list_statements_element import ListStatementsElement
from .list_statements_stage import ListStatementsStage
from .list_statements_topic import ListStatementsTopic
from .log_odds import LogOdds
from .lost_place import LostPlace
from .maker import Maker
from .mapping_list import MappingList
from .mass_per_metre import MassPerMetre
from .mass_per_metre_unit import MassPerMetreUnit
from .material import Material
from .materials import Materials
from .meaning import Meaning
from .measure_change import MeasureChange
from .message import Message
from .message_code import MessageCode
from .message_severity import MessageSeverity
from .miss import Miss
from .model import Model
from .model_manifest import ModelManifest
from .model_ref import ModelRef
from .moved_part import MovedPart
from .moved_part_part import MovedPartPart
from .new_link import NewLink
from .new_link_opens import NewLinkOpens
from .new_secret import NewSecret
from .new_webhook import NewWebhook
from .note import Note
from .note_code import NoteCode
from .note_severity import NoteSeverity
from .observation import Observation
from .offer import Offer
from .offer_stage import OfferStage
from .origin_share import OriginShare
from .other_material import OtherMaterial
from .other_model import OtherModel
from .outcome import Outcome
from .part import Part
from .part_composition_type_0 import PartCompositionType0
from .part_element_type_1 import PartElementType1
from .part_element_type_2_type_1 import PartElementType2Type1
from .part_element_type_3_type_1 import PartElementType3Type1
from .part_form_type_1 import PartFormType1
from .part_form_type_2_type_1 import PartFormType2Type1
from .part_form_type_3_type_1 import PartFormType3Type1
from .part_page import PartPage
from .path import Path
from .pending_risk import PendingRisk
from .place import Place
from .place_share import PlaceShare
from .plan import Plan
from .plan_bom import PlanBom
from .plan_method import PlanMethod
from .plan_request import PlanRequest
from .plan_request_allowed_type_0_item import PlanRequestAllowedType0Item
from .point import Point
from .point_band_type_1 import PointBandType1
from .point_band_type_2_type_1 import PointBandType2Type1
from .point_band_type_3_type_1 import PointBandType3Type1
from .point_status_type_1 import PointStatusType1
from .point_status_type_2_type_1 import PointStatusType2Type1
from .point_status_type_3_type_1 import PointStatusType3Type1
from .points import Points
from .portfolio import Portfolio
from .portfolio_bands import PortfolioBands
from .portfolio_point import PortfolioPoint
from .portfolio_scenario import PortfolioScenario
from .portfolio_series import PortfolioSeries
from .post_batch_view import PostBatchView
from .post_import_currency import PostImportCurrency
from .post_import_files_body import PostImportFilesBody
from .post_import_mode import PostImportMode
from .post_import_on_error import PostImportOnError
from .post_import_split import PostImportSplit
from .post_import_store import PostImportStore
from .post_import_view import PostImportView
from .post_receipt_view import PostReceiptView
from .post_rescore_band import PostRescoreBand
from .post_rescore_element import PostRescoreElement
from .post_rescore_unread import PostRescoreUnread
from .post_score_view import PostScoreView
from .premium import Premium
from .price import Price
from .price_pressure import PricePressure
from .problem import Problem
from .product import Product
from .product_outcome import ProductOutcome
from .project import Project
from .project_status import ProjectStatus
from .put_bom_view import PutBomView
from .quantity import Quantity
from .question import Question
from .question_kind import QuestionKind
from .questions import Questions
from .questions_request import QuestionsRequest
from .read_line import ReadLine
from .reading import Reading
from .readings import Readings
from .readings_request import ReadingsRequest
from .reason import Reason
from .receipt import Receipt
from .record_group import RecordGroup
from .record_summary import RecordSummary
from .record_year import RecordYear
from .reference import Reference
from .register import Register
from .register_counts import RegisterCounts
from .register_severity import RegisterSeverity
from .register_sign import RegisterSign
from .result import Result
from .results import Results
from .results_results import ResultsResults
from .revision import Revision
from .revision_page import RevisionPage
from .rise import Rise
from .scenario import Scenario
from .scenario_table import ScenarioTable
from .scenarios_request import ScenariosRequest
from .score import Score
from .score_band_range_type_0_item import ScoreBandRangeType0Item
from .score_band_set_by_type_1 import ScoreBandSetByType1
from .score_band_set_by_type_2_type_1 import ScoreBandSetByType2Type1
from .score_band_set_by_type_3_type_1 import ScoreBandSetByType3Type1
from .score_band_type_1 import ScoreBandType1
from .score_band_type_2_type_1 import ScoreBandType2Type1
from .score_band_type_3_type_1 import ScoreBandType3Type1
from .score_interval_parts_type_0 import ScoreIntervalPartsType0
from .score_status import ScoreStatus
from .secret import Secret
from .share_hit import ShareHit
from .shared_chokepoint import SharedChokepoint
from .shared_place import SharedPlace
from .shock import Shock
from .shock_source import ShockSource
from .shocks import Shocks
from .shown_condition import ShownCondition
from .source import Source
from .source_stage import SourceStage
from .spend import Spend
from .stage_supply import StageSupply
from .standing import Standing
from .standing_state import StandingState
from .statement import Statement
from .statement_topic import StatementTopic
from .statement_verdict import StatementVerdict
from .statements import Statements
from .stock import Stock
from .stock_request import StockRequest
from .stop_at import StopAt
from .stored_bom import StoredBom
from .stored_bom_bom import StoredBomBom
from .stuck import Stuck
from .suggestion import Suggestion
from .summary import Summary
from .summary_band_range_type_0_item import SummaryBandRangeType0Item
from .summary_band_type_1 import SummaryBandType1
from .summary_band_type_2_type_1 import SummaryBandType2Type1
from .summary_band_type_3_type_1 import SummaryBandType3Type1
from .summary_status import SummaryStatus
from .supplier import Supplier
from .supplier_page import SupplierPage
from .survival import Survival
from .tagged import Tagged
from .tags import Tags
from .told_file_row import ToldFileRow
from .top_line import TopLine
from .track_record import TrackRecord
from .tried_value import TriedValue
from .unread_line import UnreadLine
from .value import Value
from .view import View
from .webhook import Webhook
from .webhook_digest import WebhookDigest
from .webhook_list import WebhookList
from .webhook_on_item import WebhookOnItem
from .what_if import WhatIf
from .whole_revision import WholeRevision
from .whole_revision_bom_type_0 import WholeRevisionBomType0
from .window import Window
from .without import Without
from .year_costs import YearCosts
from .year_costs_request import YearCostsRequest
from .year_steps import YearSteps

__all__ = (
    "Action",
    "ActionKind",
    "AfterActs",
    "Age",
    "Alternative",
    "Alternatives",
    "Assumption",
    "AssumptionChange",
    "AuditPage",
    "Band",
    "BandBand",
    "Batch",
    "BatchBoms",
    "Bom",
    "BomCurrencyType1",
    "BomCurrencyType2Type1",
    "BomCurrencyType3Type1",
    "BomOnErrorType1",
    "BomOnErrorType2Type1",
    "BomOnErrorType3Type1",
    "BomPage",
    "BomSamePartType1",
    "BomSamePartType2Type1",
    "BomSamePartType3Type1",
    "Candidate",
    "Chain",
    "Changes",
    "ChangesWhyNotType1",
    "ChangesWhyNotType2Type1",
    "ChangesWhyNotType3Type1",
    "Chokepoint",
    "Claim",
    "Claims",
    "ClaimView",
    "ColumnMapping",
    "ColumnMappingColumns",
    "Compared",
    "ComparedBandType1",
    "ComparedBandType2Type1",
    "ComparedBandType3Type1",
    "Condition",
    "ConditionElement",
    "ConditionMinBand",
    "ConditionStage",
    "Confirmation",
    "ConfirmationComposition",
    "Control",
    "Controls",
    "ControlSeverity",
    "ControlSign",
    "Costs",
    "CountryLoss",
    "CountryShare",
    "Coverage",
    "CurrentScore",
    "CurrentScoreBandType1",
    "CurrentScoreBandType2Type1",
    "CurrentScoreBandType3Type1",
    "CurrentScoreStatusType1",
    "CurrentScoreStatusType2Type1",
    "CurrentScoreStatusType3Type1",
    "DataAges",
    "DatedControl",
    "DatedControlSeverity",
    "DatedControlSign",
    "Delivery",
    "DeliveryPage",
    "DeliveryState",
    "Document",
    "DocumentSays",
    "Driver",
    "Duration",
    "Effect",
    "Element",
    "ElementPoint",
    "ElementPointBandType1",
    "ElementPointBandType2Type1",
    "ElementPointBandType3Type1",
    "ElementPrices",
    "Elements",
    "ElementSeries",
    "ElementSupply",
    "Entry",
    "EntryOutcome",
    "ExportBomFormat",
    "ExportScoresFormat",
    "Fault",
    "FaultCode",
    "Feed",
    "FigureList",
    "FileColumn",
    "FileRow",
    "Fraction",
    "FrozenShock",
    "FrozenShocks",
    "FullReason",
    "GetElementScoresFileForm",
    "GetElementScoresFileStep",
    "GetElementScoresForm",
    "GetElementScoresStep",
    "GetHistoryFileStep",
    "GetHistoryReceipts",
    "GetHistoryStep",
    "GetPortfolioBand",
    "GetPortfolioElement",
    "GetPortfolioScenarioBand",
    "GetPortfolioScenarioElement",
    "GetPortfolioScenarioUnread",
    "GetPortfolioScoresBand",
    "GetPortfolioScoresElement",
    "GetPortfolioScoresFileBand",
    "GetPortfolioScoresFileElement",
    "GetPortfolioScoresFileStep",
    "GetPortfolioScoresFileUnread",
    "GetPortfolioScoresStep",
    "GetPortfolioScoresUnread",
    "GetPortfolioUnread",
    "GetScoreView",
    "GetShocksElement",
    "GetShocksFileElement",
    "GetShocksFileStage",
    "GetShocksStage",
    "HazardScore",
    "HazardScoreSupply",
    "Health",
    "HealthStatus",
    "HistoryPage",
    "Import",
    "ImportedProduct",
    "ImportedProductBom",
    "Indicator",
    "IndicatorDirection",
    "Indicators",
    "Job",
    "JobAsked",
    "JobCounts",
    "JobError",
    "JobErrorOutcome",
    "JobErrorPage",
    "JobFile",
    "JobKind",
    "JobList",
    "JobProgress",
    "JobResultPage",
    "JobState",
    "KeptLink",
    "KeptLinkOpens",
    "KeptMapping",
    "KeptMappingColumns",
    "KeptWebhook",
    "LeadTime",
    "Level",
    "Line",
    "LineCompositionType0",
    "LineCost",
    "LineElementType1",
    "LineElementType2Type1",
    "LineElementType3Type1",
    "LineFormType1",
    "LineFormType2Type1",
    "LineFormType3Type1",
    "LineScore",
    "LineStock",
    "LineToRead",
    "LineToReadCompositionType0",
    "LineToReadElementType1",
    "LineToReadElementType2Type1",
    "LineToReadElementType3Type1",
    "LineToReadFormType1",
    "LineToReadFormType2Type1",
    "LineToReadFormType3Type1",
    "Link",
    "LinkOpens",
    "LinkPage",
    "ListAlternativesElement",
    "ListAlternativesStage",
    "ListBomsBand",
    "ListBomsElement",
    "ListBomsSort",
    "ListBomsUnread",
    "ListClaimsElement",
    "ListClaimsStage",
    "ListControlsConfidence",
    "ListControlsElement",
    "ListControlsStage",
    "ListControlsStatus",
    "ListDeliveriesState",
    "ListJobsKind",
    "ListJobsState",
    "ListStatementsElement",
    "ListStatementsStage",
    "ListStatementsTopic",
    "LogOdds",
    "LostPlace",
    "Maker",
    "MappingList",
    "MassPerMetre",
    "MassPerMetreUnit",
    "Material",
    "Materials",
    "Meaning",
    "MeasureChange",
    "Message",
    "MessageCode",
    "MessageSeverity",
    "Miss",
    "Model",
    "ModelManifest",
    "ModelRef",
    "MovedPart",
    "MovedPartPart",
    "NewLink",
    "NewLinkOpens",
    "NewSecret",
    "NewWebhook",
    "Note",
    "NoteCode",
    "NoteSeverity",
    "Observation",
    "Offer",
    "OfferStage",
    "OriginShare",
    "OtherMaterial",
    "OtherModel",
    "Outcome",
    "Part",
    "PartCompositionType0",
    "PartElementType1",
    "PartElementType2Type1",
    "PartElementType3Type1",
    "PartFormType1",
    "PartFormType2Type1",
    "PartFormType3Type1",
    "PartPage",
    "Path",
    "PendingRisk",
    "Place",
    "PlaceShare",
    "Plan",
    "PlanBom",
    "PlanMethod",
    "PlanRequest",
    "PlanRequestAllowedType0Item",
    "Point",
    "PointBandType1",
    "PointBandType2Type1",
    "PointBandType3Type1",
    "Points",
    "PointStatusType1",
    "PointStatusType2Type1",
    "PointStatusType3Type1",
    "Portfolio",
    "PortfolioBands",
    "PortfolioPoint",
    "PortfolioScenario",
    "PortfolioSeries",
    "PostBatchView",
    "PostImportCurrency",
    "PostImportFilesBody",
    "PostImportMode",
    "PostImportOnError",
    "PostImportSplit",
    "PostImportStore",
    "PostImportView",
    "PostReceiptView",
    "PostRescoreBand",
    "PostRescoreElement",
    "PostRescoreUnread",
    "PostScoreView",
    "Premium",
    "Price",
    "PricePressure",
    "Problem",
    "Product",
    "ProductOutcome",
    "Project",
    "ProjectStatus",
    "PutBomView",
    "Quantity",
    "Question",
    "QuestionKind",
    "Questions",
    "QuestionsRequest",
    "Reading",
    "Readings",
    "ReadingsRequest",
    "ReadLine",
    "Reason",
    "Receipt",
    "RecordGroup",
    "RecordSummary",
    "RecordYear",
    "Reference",
    "Register",
    "RegisterCounts",
    "RegisterSeverity",
    "RegisterSign",
    "Result",
    "Results",
    "ResultsResults",
    "Revision",
    "RevisionPage",
    "Rise",
    "Scenario",
    "ScenariosRequest",
    "ScenarioTable",
    "Score",
    "ScoreBandRangeType0Item",
    "ScoreBandSetByType1",
    "ScoreBandSetByType2Type1",
    "ScoreBandSetByType3Type1",
    "ScoreBandType1",
    "ScoreBandType2Type1",
    "ScoreBandType3Type1",
    "ScoreIntervalPartsType0",
    "ScoreStatus",
    "Secret",
    "SharedChokepoint",
    "SharedPlace",
    "ShareHit",
    "Shock",
    "Shocks",
    "ShockSource",
    "ShownCondition",
    "Source",
    "SourceStage",
    "Spend",
    "StageSupply",
    "Standing",
    "StandingState",
    "Statement",
    "Statements",
    "StatementTopic",
    "StatementVerdict",
    "Stock",
    "StockRequest",
    "StopAt",
    "StoredBom",
    "StoredBomBom",
    "Stuck",
    "Suggestion",
    "Summary",
    "SummaryBandRangeType0Item",
    "SummaryBandType1",
    "SummaryBandType2Type1",
    "SummaryBandType3Type1",
    "SummaryStatus",
    "Supplier",
    "SupplierPage",
    "Survival",
    "Tagged",
    "Tags",
    "ToldFileRow",
    "TopLine",
    "TrackRecord",
    "TriedValue",
    "UnreadLine",
    "Value",
    "View",
    "Webhook",
    "WebhookDigest",
    "WebhookList",
    "WebhookOnItem",
    "WhatIf",
    "WholeRevision",
    "WholeRevisionBomType0",
    "Window",
    "Without",
    "YearCosts",
    "YearCostsRequest",
    "YearSteps",
)
