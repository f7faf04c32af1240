"""群消息: the channels to chat groups, and what became of each message. For the administrator of the site."""

from django.urls import path

from jiaoban.chat.pages.channel import chat_channel
from jiaoban.chat.pages.listing import chat
from jiaoban.chat.pages.setting import chat_new, chat_set

urlpatterns = [
    path("s/<slug:site>/chat", chat, name="chat"),
    path("s/<slug:site>/chat/new", chat_new, name="chat_new"),
    path("s/<slug:site>/chat/set", chat_set, name="chat_set"),
    path("s/<slug:site>/chat/channels/<str:key>", chat_channel, name="chat_channel"),
]
