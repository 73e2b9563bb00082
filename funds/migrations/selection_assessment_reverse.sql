DROP TRIGGER score_change_is_true ON funds_scorechange;
DROP TRIGGER assessment_is_blind ON funds_assessment;
DROP TRIGGER score_sheet_is_free ON funds_scoresheet;
DROP FUNCTION score_change_is_true();
DROP FUNCTION assessment_is_blind();
DROP FUNCTION scores_outstanding(bigint);
DROP FUNCTION score_sheet_is_free();
