DROP TRIGGER audit_event_seal ON itvf_auditevent;
DROP FUNCTION audit_event_seal();
DROP FUNCTION audit_event_faithful(itvf_auditevent);
