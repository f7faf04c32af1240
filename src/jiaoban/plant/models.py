"""The read models of the plant, as the database keeps them."""

from django.db import models

from jiaoban.kernel.naming import SOUGHT_LENGTH
from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.models import SITE_LENGTH, ReadModel
from jiaoban.plant import tables


class EquipmentRow(ReadModel):
    """A piece of equipment."""

    table = tables.EQUIPMENT
    post = CodeField(max_length=200)
    code = CodeField(max_length=200)
    name = models.CharField(max_length=200)
    parent = CodeField(max_length=200)
    kind = CodeField(max_length=200)
    in_use = models.BooleanField()
    changed_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField()
    finding = CodeField(max_length=SOUGHT_LENGTH)

    class Meta:
        db_table = "plant_equipment"
        indexes = [
            models.Index(fields=["site", "in_use", "post", "finding"], name="plant_equipment_find"),
            models.Index(fields=["site", "post", "code"], name="plant_equipment_post"),
            models.Index(fields=["site", "parent"], name="plant_equipment_parent"),
        ]


class ChangeRow(ReadModel):
    """A change of a piece of equipment."""

    table = tables.CHANGES
    equipment = CodeField(max_length=200)
    post = CodeField(max_length=200)
    what = CodeField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        db_table = "plant_equipment_change"
        indexes = [
            models.Index(fields=["site", "equipment", "-at"], name="plant_change_newest"),
            models.Index(fields=["site", "equipment", "what", "-at"], name="plant_change_mode"),
        ]


class LinkRow(ReadModel):
    """A protection link."""

    table = tables.LINKS
    post = CodeField(max_length=200)
    equipment = CodeField(max_length=200)
    position = CodeField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        db_table = "plant_link"
        indexes = [
            models.Index(fields=["site", "post", "position"], name="plant_link_post"),
            models.Index(fields=["site", "equipment"], name="plant_link_equipment"),
        ]


class EarthRow(ReadModel):
    """A portable earth."""

    table = tables.EARTHS
    post = CodeField(max_length=200)
    number = CodeField(max_length=200)
    hangs = models.BooleanField()
    in_use = models.BooleanField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "plant_earth"
        indexes = [models.Index(fields=["site", "post", "hangs"], name="plant_earth_post")]


class HangingRow(ReadModel):
    """One time that a portable earth hung somewhere."""

    table = tables.HANGINGS
    post = CodeField(max_length=200)
    earth = CodeField(max_length=200)
    equipment = CodeField(max_length=200)
    permit = CodeField(max_length=200)
    hung_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "plant_hanging"
        indexes = [
            models.Index(fields=["site", "post", "-hung_at"], name="plant_hanging_newest"),
            models.Index(fields=["site", "earth", "-hung_at"], name="plant_hanging_earth"),
            models.Index(fields=["site", "equipment", "-hung_at"], name="plant_hanging_equipment"),
        ]


class MatterRow(ReadModel):
    """A matter."""

    table = tables.MATTERS
    post = CodeField(max_length=200)
    kind = CodeField(max_length=20)
    open = models.BooleanField()
    severity = CodeField(max_length=20)
    equipment = CodeField(max_length=200)
    subject = CodeField(max_length=200)
    unclear = models.BooleanField()
    number = CodeField(max_length=200)
    title = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField()

    class Meta:
        db_table = "plant_matter"
        indexes = [
            models.Index(fields=["site", "post", "open", "-opened_at", "key"], name="plant_matter_open"),
            models.Index(fields=["site", "post", "-opened_at", "key"], name="plant_matter_newest"),
            models.Index(fields=["site", "post", "last_at"], name="plant_matter_changed"),
            models.Index(fields=["site", "equipment", "-opened_at"], name="plant_matter_equipment"),
        ]


class ParameterRow(ReadModel):
    """A parameter."""

    table = tables.PARAMETERS
    post = CodeField(max_length=200)
    group = CodeField(max_length=200)
    in_use = models.BooleanField()
    finding = CodeField(max_length=SOUGHT_LENGTH)

    class Meta:
        db_table = "plant_parameter"
        indexes = [
            models.Index(fields=["site", "post", "group"], name="plant_parameter_post"),
            models.Index(fields=["site", "in_use", "post", "finding"], name="plant_parameter_find"),
        ]


class ReadingRow(ReadModel):
    """A figure that was read."""

    table = tables.READINGS
    post = CodeField(max_length=200)
    parameter = CodeField(max_length=200)
    at = models.DateTimeField()
    shift = CodeField(max_length=100)
    within = models.BooleanField()
    value = CodeField(max_length=40)
    degree = CodeField(max_length=2)
    doubt = CodeField(max_length=10)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "plant_reading"
        indexes = [
            models.Index(fields=["site", "post", "at"], name="plant_reading_shift"),
            models.Index(fields=["site", "parameter", "-at"], name="plant_reading_newest"),
            models.Index(fields=["site", "post", "within", "at"], name="plant_reading_excursion"),
        ]


class LatestRow(ReadModel):
    """The newest figure of a parameter."""

    table = tables.LATEST
    post = CodeField(max_length=200)
    parameter = CodeField(max_length=200)
    within = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "plant_latest"
        indexes = [
            models.Index(fields=["site", "post"], name="plant_latest_post"),
            models.Index(fields=["site", "parameter"], name="plant_latest_parameter"),
        ]


class BatchRow(ReadModel):
    """A bound file of samples."""

    table = tables.BATCHES
    post = CodeField(max_length=200)
    file = CodeField(max_length=64)
    number = models.BigIntegerField()
    count = models.BigIntegerField()

    class Meta:
        db_table = "plant_batch"
        indexes = [models.Index(fields=["site", "post", "-number"], name="plant_batch_newest")]


class SampleRow(models.Model):
    """A sample of an instrument, as the file gives it that act `batch` (its number in the book) binds; `number` is its
    place in the file. Not a read model: there may be millions, and the file stands for them (see `samples`)."""

    pk = models.CompositePrimaryKey("site", "batch", "number")
    site = CodeField(max_length=SITE_LENGTH)
    batch = models.BigIntegerField()
    number = models.BigIntegerField()
    parameter = CodeField(max_length=60)
    at = models.DateTimeField()
    value = CodeField(max_length=40)

    class Meta:
        db_table = "plant_sample"
        indexes = [models.Index(fields=["site", "parameter", "at"], name="plant_sample_course")]

    def __str__(self) -> str:
        return f"{self.site} {self.parameter} {self.at}"


class CustodyRow(ReadModel):
    """A thing in custody."""

    table = tables.CUSTODY
    post = CodeField(max_length=200)
    kind = CodeField(max_length=20)
    in_use = models.BooleanField()

    class Meta:
        db_table = "plant_custody"
        indexes = [models.Index(fields=["site", "post", "kind"], name="plant_custody_post")]


class LoanRow(ReadModel):
    """Something lent out of custody."""

    table = tables.LOANS
    post = CodeField(max_length=200)
    custody_item = CodeField(max_length=200)
    open = models.BooleanField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "plant_loan"
        indexes = [
            models.Index(fields=["site", "post", "open", "due_at"], name="plant_loan_open"),
            models.Index(fields=["site", "post", "closed_at"], name="plant_loan_closed"),
            models.Index(fields=["site", "custody_item", "open"], name="plant_loan_item"),
        ]


class CountRow(ReadModel):
    """What one person found of one thing on one occasion."""

    table = tables.COUNTS
    occasion = CodeField(max_length=200)
    post = CodeField(max_length=200)
    custody_item = CodeField(max_length=200)
    person = CodeField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "plant_count"
        indexes = [models.Index(fields=["site", "occasion"], name="plant_count_occasion")]


class ShortageRow(ReadModel):
    """A shortage or damage that was recorded."""

    table = tables.SHORTAGES
    occasion = CodeField(max_length=200)
    post = CodeField(max_length=200)
    custody_item = CodeField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "plant_shortage"
        indexes = [models.Index(fields=["site", "occasion"], name="plant_shortage_occasion")]
