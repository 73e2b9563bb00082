"""The ground floor's tables: people and roles, files, the audit trail, the outbox, keys and heartbeats."""

from itvf.models.audit import AuditEvent
from itvf.models.files import File
from itvf.models.operations import Heartbeat, IdempotencyKey
from itvf.models.outbox import OutboxMessage
from itvf.models.people import RoleGrant, User

__all__ = ["AuditEvent", "File", "Heartbeat", "IdempotencyKey", "OutboxMessage", "RoleGrant", "User"]
