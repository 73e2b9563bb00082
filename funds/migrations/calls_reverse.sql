DROP TRIGGER call_purpose_line_of_its_share ON funds_callpurposeline;
DROP TRIGGER call_line_of_its_share ON funds_callline;
DROP TRIGGER capital_call_of_its_share ON funds_capitalcall;
DROP FUNCTION call_parts_of_its_share();
DROP FUNCTION capital_call_of_its_share();
DROP FUNCTION government_within_its_share(bigint);
