"""The words of company funds."""

from typing import Literal

from jiaoban.kernel.words import Words

Status = Literal["ASKED", "APPROVED", "REJECTED", "WITHDRAWN"]
Sort = Literal["ERROR", "FRAUD"]
"""What the supervisor finds: a sum that is wrong, or one that was made up."""

STATUSES: dict[Status, Words] = {
    "ASKED": Words(zh="待批准", en="to be decided"),
    "APPROVED": Words(zh="已批准", en="approved"),
    "REJECTED": Words(zh="未批准", en="not approved"),
    "WITHDRAWN": Words(zh="已撤回", en="withdrawn"),
}
SORTS: dict[Sort, Words] = {
    "ERROR": Words(zh="资金出错", en="Error with funds"),
    "FRAUD": Words(zh="资金作假", en="Fraud with funds"),
}
