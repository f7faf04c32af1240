"""设备与事项: equipment, matters, readings, custody. One file a subject; here are the addresses."""

from django.urls import path

from jiaoban.plant.pages import (
    custody,
    earths,
    equipment,
    files,
    matters,
    pictured,
    readings,
    samples,
    shift_figures,
    unit,
    works,
)

urlpatterns = [
    path("s/<slug:site>/p/<slug:post>/plant", matters.plant, name="plant"),
    path("s/<slug:site>/p/<slug:post>/plant/equipment", equipment.units, name="units"),
    path("s/<slug:site>/p/<slug:post>/plant/equipment/<str:key>", unit.equipment, name="equipment"),
    path("s/<slug:site>/p/<slug:post>/plant/isolation", earths.measures, name="isolation"),
    path("s/<slug:site>/p/<slug:post>/plant/isolation/<str:key>", earths.earth, name="earth"),
    path("s/<slug:site>/p/<slug:post>/plant/works", works.works, name="works"),
    path("s/<slug:site>/p/<slug:post>/plant/works/<slug:form>", files.works_file, name="works_file"),
    path("s/<slug:site>/p/<slug:post>/custody/file/<slug:form>", files.custody_file, name="custody_file"),
    path("s/<slug:site>/p/<slug:post>/plant/new", matters.matter_new, name="matter_new"),
    path("s/<slug:site>/p/<slug:post>/plant/new/open", pictured.matter_open, name="matter_open"),
    path("s/<slug:site>/p/<slug:post>/plant/matters/<str:key>", matters.matter, name="matter"),
    path("s/<slug:site>/p/<slug:post>/plant/matters/<str:key>/note", pictured.matter_note, name="matter_note"),
    path("s/<slug:site>/p/<slug:post>/plant/matters/<str:key>/advance", pictured.matter_advance, name="matter_advance"),
    path(
        "s/<slug:site>/p/<slug:post>/plant/matters/<str:key>/photo/<str:picture>",
        pictured.matter_photo,
        name="matter_photo",
    ),
    path(
        "s/<slug:site>/p/<slug:post>/plant/matters/<str:key>/thumbnail/<str:picture>",
        pictured.matter_thumbnail,
        name="matter_thumbnail",
    ),
    path("s/<slug:site>/p/<slug:post>/readings", readings.readings, name="readings"),
    path("s/<slug:site>/p/<slug:post>/readings/new", readings.read, name="read"),
    path("s/<slug:site>/p/<slug:post>/readings/shift", shift_figures.shift_figures, name="shift_figures"),
    path("s/<slug:site>/p/<slug:post>/samples", samples.samples, name="samples"),
    path("s/<slug:site>/p/<slug:post>/samples/look", samples.look, name="samples_look"),
    path("s/<slug:site>/p/<slug:post>/samples/alarms", samples.alarms, name="alarms"),
    path("s/<slug:site>/p/<slug:post>/readings/<str:key>", readings.parameter, name="parameter"),
    path("s/<slug:site>/p/<slug:post>/custody", custody.custody, name="custody"),
    path("s/<slug:site>/p/<slug:post>/custody/count", custody.count, name="count"),
]
