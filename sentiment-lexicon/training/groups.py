"""Words that name groups of people. How others tweeted about them must not decide how a post about them is judged."""
GROUPS_OF_PEOPLE = set("""
african africans american americans arab arabs asian asians atheist atheists autistic bisexual black blacks british brits
buddhist buddhists canadian canadians catholic catholics chinese christian christians disabled dutch english european
europeans female females feminist feminists foreigner foreigners french gay gays german germans girl girls gypsies gypsy
hindu hindus hispanic hispanics homosexual homosexuals immigrant immigrants indian indians iranian iranians iraqi iraqis
irish islam islamic israeli israelis italian italians japanese jew jewish jews korean koreans latino latinos lesbian
lesbians lgbt lgbtq male males man men mexican mexicans migrant migrants mormon mormons muslim muslims nigerian nigerians
pakistani pakistanis palestinian palestinians polish protestant queer refugee refugees republican republicans democrat
democrats roma russian russians scottish shia sikh sikhs spanish sunni syrian syrians trans transgender turkish turks
ukrainian ukrainians welsh white whites woman women
""".split())
