// Words every rubric may use by name: quantities, relations and the course's subject, with the synonyms of Brazil and Portugal,
// everyday speech and English. A rubric may redefine a name or add its own. "palavra*" takes the whole family; a word without
// a star also matches its plural, feminine and common verb forms. Written without accents, like everything that is compared.

export const LEXICON: Readonly<Record<string, string>> = {
  // Negation and restriction.
  nao: 'nao, nem, nunca, jamais, tampouco, nenhum, nenhuma, nada, ninguem, not, never, neither, nor, cannot, isnt, doesnt, dont, dispensa*',
  sem: 'sem, without, evita*, evito*, impede*, elimin*, acaba com, livra*, dispensa*',
  apenas:
    'soh, so, apenas, somente, unicamente, unico, unica, sozinho, sozinha, exclusivamente, only, just, single',

  // Quantities.
  um: 'um, uma, 1, unico, unica, num, numa, dum, mesmo, mesma, one, single, each, cada, so um, soh um, o mesmo, sozinho',
  dois: 'dois, duas, 2, par, dupla, duplo, segundo, segunda, dobro, ambos, ambas, duplica*, two, second, both, twice, dobr*',
  varios:
    'dois, duas, 2, tres, 3, 4, quatro, 8, oito, varios, varias, multiplo, multipla, diversos, diversas, muitos, muitas, mais de 1, mais de um, mais de uma, mais que um, inumeros, diferente, diferentes, outro, outra, outros, outras, par, todos, todas, two, several, multiple, many, more than one, quantos, monte, um monte, um bocado, uns, umas, mais, ambos, ambas',
  mais: 'mais, maior, maiores, alem, melhor, more, another, extra, adicional, adicionais, aumenta*, higher, larger, bigger',
  menos:
    'menos, menor, menores, pouco, pouca, reduz*, diminu*, less, lower, smaller, fewer, poucos, poucas, cai, caem, baixa*, reducao, minimiz*, corta',
  metade: 'metade, meio, half',

  // Time and speed.
  ao_mesmo_tempo:
    'ao mesmo tempo, mesmo tempo, simultane*, em paralelo, paralel*, concorrente*, simultaneamente, de uma vez, duma vez, por vez, na mesma hora, junto, juntos, juntas, juntinho, no mesmo instante, mesmo instante, mesmo momento, no mesmo ciclo, mesmo ciclo, lado a lado, em conjunto, enquanto, concomitante*, at once, at the same time, same time, concurrent*, in parallel, parallel*, together, side by side, em simultaneo, alternando, intercala*',
  rapido:
    'altaperformance, rapid*, veloz, velozes, veloc*, ligeiro, ligeira, agil*, acelera*, depressa, fast*, quick*, speed*, speedup, mais cedo, antes',
  tempo:
    'tempo, tempos, hora, horas, minuto, minutos, segundo, segundos, prazo, demora, duracao, latencia, latency, time',
  esperar:
    'esper*, aguard*, parad*, ocios*, fila, filas, trava, travad*, trav*, empac*, bloque*, wait*, stall*, idle, stuck, atrapalh*',
  ocioso:
    'ocios*, parad*, livre, livres, vago, vaga, vagos, sobra*, desocupad*, inativ*, desperdic*, inutilizad*, sem uso, sem uza*, sem usar, subutilizad*, a toa, atoa, coçando, disponive*, nao utilizad*, nao usad*, nao estao sendo usad*, nao esta sendo usad*, sem fazer nada, fazer nada, nao faz nada, nao estao em uso, nao esta em uso, nao usa, dormindo, idle, unused, wasted, free, spare, encostad*, buraco, buracos, bolha, bolhas, vazio, vazios, vazia, tempo morto, tempos mortos, desocupa*, desaproveit*, a espera, fica esperando, ficam esperando, ficaria esperando, esperando',
  aproveitar:
    'aproveit*, utiliz*, usa, usam, usar, usando, usado, usada, usados, usadas, uso, ocup*, preench*, otimiz*, optimiz*, reaproveit*, rende*, explor*, tira proveito, tira partido, tirar partido, tirando partido, tirando proveito, encaix*, ench*, eficien*, keep*, busy, fill*, use, uses, using, exploit*',
  trabalho_por_tempo:
    'produtiv*, produz mais, produzir mais, produção, rendimento, throughput, vazao, mais trabalho, mais tarefas, mais coisas, mais servico, mais servicos, mais resultado, capacidade de processamento, poder de processamento, poder computacional, poder de calculo, mais processamento, more work, more tasks, mais instrucoes, mais operacoes, mais gente, mais usuarios, mais pessoas, mais clientes, mais requisicoes',

  // Relations.
  parecer:
    'jura, juram, jurando, julga, julgam, julgando, cre, creem, supoe, declar*, intitula*, desdobr*, parec*, parese*, aparec*, aparent*, apresent*, simula, simule, simulad*, simulac*, fing*, engan*, ilud*, ilus*, mostr*, expo*, expõe, visto, vista, vistos, vistas, ve, veem, ver, vendo, enxerg*, reconhec*, identific*, detect*, considera*, trata, tratado, interpret*, ach*, pens*, acredit*, perceb*, como se, comporta*, disfarc*, anunci*, exib*, faz de conta, se passa*, passar por, passa por, funciona como, funcionam como, atua*, agir como, age como, mente, mentem, mentir, veja, vejam, conta, contam, valer, vale, emul*, imita*, mentirinha, look*, appear*, see, sees, seen, present*, pretend*, show*, act as, acts as, expos*, fake*, trick*, treat*, recogn*, behav*, lista, aparenta, le, entende, entender, de cara, represent*, fantasia, figura, nota, notar',
  ver: 'veja, vejam, mente, mentem, fala, falam, diz, dizem, informa, avisa, anuncia, jura, juram, jurando, julga, julgam, julgando, cre, creem, supoe, dispor, ve, veem, ver, vendo, visto, vista, vistos, vistas, enxerg*, reconhec*, identific*, detect*, ach*, pens*, acredit*, perceb*, mostr*, exib*, aparec*, apresent*, considera*, trata, trata*, interpret*, conta, contam, conhec*, entend*, vislumbr*, see, sees, seen, appear*, show*, detect*, recogn*, think*, believ*, expos*, expo*, anunci*, nota, notar, le, lista, visivel, visiveis, represent*, disponibiliz*, oferec*, entreg*, receb*',
  distribuir:
    'distribu*, divid*, divis*, repart*, escalon*, agend*, reparti*, aloc*, manda, mandam, mandar, envia*, entreg*, espalh*, balance*, separa*, atribu*, joga, jogar, jogando, passa, passar, coloca, colocar, bota, botar, reveza*, gerenci*, organiz*, encaminh*, despach*, schedul*, assign*, distribut*, spread*, split*, balanc*, dispatch*, agenda*, orquestr*',
  compartilhar:
    'ratea*, rachad*, racha, revez*, comunga*, usam os mesmos, usam as mesmas, usam o mesmo, usam a mesma, um so para os dois, um so pros dois, mesmos para os dois, compartilh*, partilh*, divid*, repart*, reparti*, racha, racham, disput*, compet*, concorr*, em comum, comum, comuns, share*, sharing, shared, common, contencao, contention, brig*, emprest*',
  mesmo:
    'mesmo, mesma, mesmos, mesmas, unico, unica, unicos, unicas, soh um, soh uma, so um, so uma, so tem um, soh tem um, same, single',
  depender:
    'depend*, atrapalh*, interfer*, afet*, influenci*, prejudic*, concorr*, disput*, conten*, brig*, compet*, separadamente, separad*, isolad*, rouba*, limit*, contention, slow*',
  igual:
    'igua*, identic*, simetric*, equivalent*, mesmo, mesma, mesmas, mesmos, equipar*, semelhant*, qualquer, same, equal*, identical, symmetric*, homogene*, sem distinc*, sem diferenc*, nao distingu*, nao diferenc*, tanto faz, any, indistint*, par, pares, uniforme*',
  diferente:
    'diferent*, distint*, separad*, proprio, propria, proprios, proprias, individual, individuais, independent*, differ*, own, separate',
  ter: 'tem, ter, tendo, teria, teriam, possu*, existe*, ha, contem, contém, conta com, have, has, had, haver, exist*, vem com, coloca*, acrescent*, adicion*, bota*, poe, inclu*, incorpor*, traz, add*, put*, tinha, ganha, contain*, instala',
  criar:
    'cri*, gera, gerar, geram, gerando, fabric*, produz*, faz*, fez, nasc*, acrescent*, adicion*, coloca*, constr*, surg*, vira, viram, virar, virou, transform*, torna*, multiplic*, create*, make*, add*, build*, bota*, aparec*, ganh*, tem, ter, possu*, passa a ter, fica com, ficam com, existe*, consist*, trata se, sao, inclu*, traz, duplic*, liga, ativa*, instal*, poe, formad*, compost*, dobr*',
  executar:
    'execu*, roda, rodam, rodar, rodando, rodei, rode, rodou, trabalh*, realiz*, faz*, fazer, faz, opera*, atend*, resolv*, correr, corre, correm, funcion*, run, runs, running, handle*, perform*, serve, servem, serves, aguent*, suport*, conduz*, manter, mantem, mantém, toca, tocar, comport*, cuida*, trata*, tratar, calcul*, rodei, work*, carreg*, comporta*, aceita*',
  aumentar:
    'aument*, subi*, sobe, sobem, eleva*, acelera*, maior, mais alto, cresc*, ampli*, increas*, rais*, boost*, turbin*, turbo, overclock*, higher, melhor*, incremen*, potencializ*, puxa*, multiplic*, dobr*, duplic*',
  dobrar:
    'dobr*, dobro, duplica*, duplic*, duas vezes, 2 vezes, 2 x, 100 %, doubl*, twice, 2x, o dobro, multiplica* por dois, multiplica* por 2, vale por dois, duplo, dupla, o dobro',
  melhorar:
    'melhor*, otimiz*, optimiz*, aument*, ganh*, acelera*, aprimor*, potencializ*, mais desempenho, eficien*, improv*, increas*, better, boost*, faster, maior, mais rapid*, agiliz*, favorec*, benefic*, beneficia*, rend*',

  // The machine.
  processador:
    'processador*, prosessad*, cpu, cpus, ucp, chip, chips, nucleo, nucleos, core, cores, processor*, i3, i5, i7, i9, pentium, xeon, ryzen, microprocessador*, cerebro, cerebros, vcpu, vcpus',
  nucleo: 'nucleo, nucleos, core, cores',
  fisico:
    'fisic*, real, reais, de verdade, verdadeir*, concret*, material, materiais, physical, hardware, actual, de fato, de silicio, silicio, palpave*, genuin*, separad*',
  logico:
    'logic*, virtua*, logical, aparente, aparentes, simulad*, ficticio*, ficticia*, de mentira, mentirinha, fantasma, fantasmas, falso, falsos, imaginari*, emulad*, ilusori*',
  thread:
    'thread*, tread*, fio, fios, fluxo, fluxos, linha de execucao, linhas de execucao, encadeamento*, fila de instrucoes, filas de instrucoes, fila de trabalho, filas de trabalho, fila, filas, contexto, contextos, sequencia de instrucoes, sequencias de instrucoes, sequencias, sequencia, stream*, linha, linhas, conjunto de instrucoes, conjuntos de instrucoes, duas instrucoes, instrucoes, multithread*, multi thread*, pipeline*',
  tarefa:
    'taref*, processos, processo, programa, programas, progama, progamas, aplicativo*, aplicac*, aplicacoes, trabalho, trabalhos, servico, servicos, carga, cargas, atividade*, job, jobs, task*, thread*, operacoes, operacao, coisa, coisas, software, app, apps, jogo, jogos, conta, contas, calculo, calculos, demanda*, requisic*, instrucoes, instrucao, processamento*, fluxo, fluxos, workload*, work, job*, problema, problemas, codigo, dado, dados, fila, filas',
  recurso:
    'recurso*, unidade*, cache, caches, ula, ulas, alu, alus, pipeline*, hardware, circuito*, execution unit*, registrador*, registo*, resource*, memoria*, barramento*, componente*, estrutura*, peca, pecas, motor, unit*, fpu, l1, l2, l3, ciclo, ciclos, decodificador*',
  unidades:
    'unidade*, ula, ulas, alu, alus, pipeline*, execution unit*, motor, execution resource*, circuito*, unit, units, fpu, cache, caches',
  so: 'sisop, so, sistema operacional, sistemas operacionais, sistema operativo, sistemas operativos, operating system*, windows, window, linux, kernel, ubuntu, debian, escalonador, scheduler, gerenciador de tarefas, gestor de tarefas, task manager, htop, sistema, so hospedeiro, macos',
  computador:
    'computador*, maquina, maquinas, pc, pcs, servidor*, notebook*, desktop*, micro, hardware, computer*, machine*, server*, host',
  memoria: 'memoria*, ram, memory, cache, caches, mem',
  entrada_saida:
    'disco, discos, hd, ssd, e s, i o, io, entrada e saida, entrada saida, rede, periferico*, leitura, escrita, disk, i/o',
  desempenho:
    'desempenho*, performance, rendimento, velocidade, rapidez, potencia, eficiencia, produtividade, speed, throughput, capacidade, poder, ganho, ganhos, gain*',
  frequencia:
    'clock, clocks, frequencia*, ghz, mhz, relogio, frequency, gigahertz, overclock*, hertz, velocidade do processador, velocidade de clock, ciclo de clock',
  programa:
    'programa, programas, programinha, software, softwares, aplicativo*, app, apps, driver, drivers, utilitario*, ferramenta*, program, application*, extensao',
  instalar: 'instal*, baixa, baixar, baix*, download*, install*, desinstal*, atualiz*, compra*',
  vm: 'vm, vms, maquina virtual, maquinas virtuais, virtual machine*, convidad*, guest*, sistema convidado, sistemas convidados, sistema hospede, hospede, hospedes, vcpu*, processador virtual, processadores virtuais, maquina*, virtualizad*, ambiente virtual, ambientes virtuais, ambiente*',
  vm_estrita:
    'vm, vms, maquina virtual, maquinas virtuais, virtual machine*, convidad*, guest*, hospede, hospedes, sistema virtualizado, sistemas virtualizados, ambiente virtual, ambientes virtuais, ambiente virtualizado, ambientes virtualizados, maquina virtualizada, vitualizad*, virtualizad*',
  vmm: 'vmm, vmms, hipervisor*, hypervisor*, monitor, monitores, virtual machine monitor, virtualbox, vmware, hyper v, kvm, xen, software de virtualizacao, programa de virtualizacao, gerenciador de maquinas virtuais, gerenciador das maquinas virtuais, controlador, controle, anfitriao, host, hospedeiro',
  virtualizacao: 'virtualiz*, vt, vt x, vtx, vanderpool, virtualiz*',
  vt: 'vt, vt x, vtx, vanderpool, virtualiz*, virtualization technology, vmx',
  ht: 'hyperthread*, hyper thread*, ht, smt, hiperthread*, hiper thread*, hyper tread*, hypertread*, multithreading simultaneo, simultaneous multithread*',
  smp: 'smp, multiprocessamento simetric*, multiprocessador* simetric*, processamento simetrico, symmetric multiprocess*, multi processamento simetrico, multiprocess*, simetric*, simetria, symmetric*',
  hardware:
    'hardware, processador*, cpu, cpus, chip, chips, silicio, instruc*, vmx, nativ*, placa, processor*, native*, circuito*, nucleo',
  intel: 'intel',
  amd: 'amd, pacifica, amd v, amdv, svm, ryzen, athlon, opteron',
};

/** Turns of phrase read as one word, so that their parts do not count for themselves ("mesmo" in "ao mesmo tempo"). */
export const IDIOMS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'ao mesmo tempo': 'simultaneo',
    'mesmo tempo': 'simultaneo',
    'em simultaneo': 'simultaneo',
    'same time': 'simultaneo',
    'na mesma hora': 'simultaneo',
    'maquina virtual': 'vm',
    'maquinas virtuais': 'vm',
    'virtual machine': 'vm',
    'virtual machines': 'vm',
    'maquinas virtual': 'vm',
    'maquina virtuais': 'vm',
    'sistema operacional': 'sisop',
    'sistemas operacionais': 'sisop',
    'sistema operativo': 'sisop',
    'sistemas operativos': 'sisop',
    'sistemas operacional': 'sisop',
    'sistema operacionais': 'sisop',
    'operating system': 'sisop',
    'operating systems': 'sisop',
    'memoria virtual': 'memoriavirtual',
    'virtual memory': 'memoriavirtual',
    'na verdade': 'naverdade',
    'por exemplo': 'exemplo',
    'na realidade': 'naverdade',
    'na real': 'naverdade',
    'em vez': 'em vez',
    'alta performance': 'altaperformance',
    'processador rapido': 'altaperformance',
    'processadores rapidos': 'altaperformance',
    'processador veloz': 'altaperformance',
    'processadores velozes': 'altaperformance',
    'processador potente': 'altaperformance',
    'processador muito rapido': 'altaperformance',
    'processador bem rapido': 'altaperformance',
    'processador mais rapido': 'altaperformance',
    'nucleo rapido': 'altaperformance',
    'nucleo muito rapido': 'altaperformance',
    'cpu rapida': 'altaperformance',
    'chip rapido': 'altaperformance',
    'fast core': 'altaperformance',
    'fast processor': 'altaperformance',
    'seja veloz': 'altaperformance',
    'seja rapido': 'altaperformance',
    'ser rapido': 'altaperformance',
    'sendo rapido': 'altaperformance',
    'for rapido': 'altaperformance',
    'seja muito rapido': 'altaperformance',
    'ser muito rapido': 'altaperformance',
    'caixa muito rapido': 'altaperformance',
    'por mais rapido': 'altaperformance',
    'por mais rapida': 'altaperformance',
    'por mais rapidos': 'altaperformance',
    'por mais veloz': 'altaperformance',
    'por mais potente': 'altaperformance',
    'por mais forte': 'altaperformance',
    'por mais foguete': 'altaperformance',
    'por mais turbinado': 'altaperformance',
    'mesmo sendo rapido': 'altaperformance',
    'mesmo sendo bom': 'altaperformance',
    'ja rapido': 'altaperformance',
    'ja rapidos': 'altaperformance',
    'trata se de': 'eh',
    'trata se': 'eh',
    'a parada que': 'coisa',
    'a parada de': 'coisa',
    'a parada do': 'coisa',
    'essa parada': 'coisa',
    'uma parada': 'coisa',
    'mesmo jeito': 'igualmente',
    'mesma forma': 'igualmente',
    'mesma maneira': 'igualmente',
    'mesmo modo': 'igualmente',
    'alto desempenho': 'altaperformance',
    'high performance': 'altaperformance',
    'mesmo assim': 'porem',
    'mesmo que': 'embora',
    'mesmo com': 'embora',
    'mesmo sendo': 'embora',
    'mesmo se': 'embora',
    'so que': 'porem',
    'soh que': 'porem',
    'no entanto': 'porem',
    'por outro lado': 'porem',
    'ja que': 'porque',
    'uma vez que': 'porque',
    'visto que': 'porque',
    'de modo que': 'entao',
    'a medida que': 'conforme',
    'ou seja': 'isto',
    'isto e': 'isto',
    'quer dizer': 'isto',
  }).filter(([phrase, word]) => phrase !== word),
);

/** Full words of the course that spelling correction aims at, beside those of the rubrics. */
export const COURSE_WORDS: readonly string[] = (
  'cedo hora calor fila filas custo caro sobe chega processador processadores nucleo nucleos fisico fisicos fisica logico logicos logica virtual virtuais virtualizacao hyperthreading hiperthreading threading thread threads sistema operacional operacionais maquina maquinas ' +
  'memoria cache compartilham compartilhar compartilha compartilhado compartilhadas dividem dividir distribui distribuir distribuicao execucao executar executa executam executado simultaneo simultaneamente paralelo paralelismo desempenho performance velocidade frequencia temperatura consumo energia aproveita aproveitar aproveitamento aproveitando unidades recursos recurso ociosas ocioso ociosidade parado paradas ' +
  'hipervisor hypervisor monitor convidado convidados hospedeiro anfitriao isolamento isolado isoladas consolidacao servidor servidores economia instrucao instrucoes hardware software tecnologia fabricante fabricantes concorrente concorrentes concorrencia vantagem vantagens competitiva competitivo pioneira pioneirismo equivalente ' +
  'pilha stack heap alocacao alocada alocado dinamica dinamico variavel variaveis locais local funcao funcoes chamada chamadas retorno endereco parametro parametros automatica automaticamente programador ponteiro ponteiros objeto objetos coletor lixo malloc tamanho limitado limitada estouro overflow fragmentacao vazamento processo processos ultimo primeiro entra empilha desempilha liberar liberada libera estrutura dados arvore ' +
  'simetrico simetrica multiprocessamento multiprocessador tarefa tarefas programa programas aplicativo aplicativos usuario usuarios trabalho tempo resposta rapido rapida rapidez maior menor melhor melhora melhorar aumenta aumentar diminui diminuir diminuicao reduz limite limites gargalo calor aquecimento simula simular simulando aparece aparecer apresenta enxerga reconhece distintos diferentes mesmo balanceamento ' +
  'parece parecem parecer mostra mostram mostrar permite permitem permitir enxergam enxergar recebe recebem receber entrega oferece ganha ganham acontece acontecem consegue conseguem conseguir funciona funcionam funcionar trabalha trabalham trabalhar trabalhando rodando rodar rodam fazendo esperando aproveitando dividindo usando utiliza utilizam utilizar utilizando termina terminam terminar acaba acabam esquenta esquentar esquentam precisa precisam limpa limpar guarda guardam guardar armazena armazenam armazenar reserva reservam empilhando cresce crescem crescer diminuem sozinho sozinha automatico gerenciado gerenciada gerencia escalona escalonar atribui mapeia mapeados disponibiliza configurar configurei ' +
  'sobrecarregado sobrecarrega sobrecarregar sobrecarregados coisa coisas pedaco pedacos servico servicos carga cargas clock frequencia quente calor energia gasto gastos barato dinheiro empresa empresas problema problemas primeiro primeira segundo segunda mesmo mesma diferente ligeiro trabalhos render renderizar video simulacao usuarios pessoas gente cozinheiro ' +
  'computador computadores windows linux virtualbox vmware intel coerente incoerente configurado configurei consome consumo processo isolada suporte suporta tecnologias disponivel arquitetura compatibilidade mercado benefício beneficio principal justifica vantajoso escalonador escalonamento espera esperando separadamente independentes independente dependem dobro dobra duplica caracteristica dependentes transferencia disco leitura escrita'
)
  .split(' ')
  .map((word) => word.normalize('NFD').replace(/[\u0300-\u036f]/g, ''));

/** Everyday words that are right as they stand and must not be "corrected" towards the course's vocabulary. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  (
    'a ao aos aquela aquele aquilo as ate cada casa caso coisa com como conforme contra cuja cujo da das de dela dele deles depois desde dessa desse desta deste disso disto do dos e ela elas ele eles em entao entre era eram essa essas esse esses esta estao estar estas estava estavam este esteja estes estive estou eu faca faco fazem fez ficam ficar fica ficou foi fomos for foram fosse fossem isso isto ja la lhe logo mas mesma mesmo meu meus minha minhas muita muitas muito muitos na nas nem nessa nesse nesta neste nisso no nos nossa nosso num numa o onde os ou outra outras outro outros para pela pelas pelo pelos per perante pode podem poder pois por porque portanto porem pouca pouco poucos pra qual quais qualquer quando quanto quantos que quem se sei seja sejam sem sempre sendo ser sera serao seria seriam seu seus sido so sob sobre soh sua suas tal tambem tanta tanto te tem tenha tenho ter teria teve ti tinha tive tu tua tudo um uma umas uns vai vamos vao vez vezes voce voces ' +
    'hoje ontem amanha agora aqui ali ainda apesar assim bem mal bom boa bons boas ruim melhor pior grande pequeno novo nova velho antigo antiga primeiro primeira ultimo certo certa errado errada verdade mentira facil dificil caro cara caros barato forma formas maneira modo modos tipo tipos exemplo exemplos parte partes lado lados fato fatos ponto pontos resposta pergunta questao aluno professor prova aula escola texto artigo livro ' +
    'ano anos dia dias mes mundo pais vida gente pessoa pessoas homem mulher crianca amigo carro carros casa rua cidade agua comida pao padaria loja banco mesa cadeira porta janela cama sala cozinha chefe patrao empregado funcionario trabalhador pedreiro obra tijolo parede teto chao terra ceu sol lua estrela cor azul verde amarelo preto branco ' +
    'quero querer quer querem preciso precisa precisam precisar devo deve devem dever gosto gosta penso pensa acho acha acham digo diz dizem dizer falo fala falam falar vejo ver vem venho vir vou ir ido dado dada dar da deu leva levar levam traz trazer pega pegar deixa deixar deixam tira tirar coloca colocar ponho poe por entra entrar sai sair saem sobe subir desce descer abre abrir fecha fechar comeca comecar termina terminar acaba acabar acabam para parar continua continuar volta voltar anda andar corre correr chega chegar passa passar passam segue seguir vive viver nasce morre morrer compra comprar vende vender paga pagar custa custar ganha ganhar perde perder joga jogar ' +
    'alguem algo algum alguma alguns algumas nada ninguem nenhum nenhuma todo toda todos todas ambos ambas varios varias diversos demais quase apenas somente inclusive exceto senao embora enquanto durante antes alias logo enfim afinal talvez realmente geralmente normalmente basicamente simplesmente principalmente atualmente antigamente finalmente igualmente separadamente ' +
    'menos mais maior menor igual diferente sozinho sozinha junto juntos fora dentro cima baixo frente atras perto longe acima abaixo meio metade dobro triplo zero um dois tres quatro cinco seis sete oito nove dez cem mil ' +
    'the of and to in is it that for on with as are this be at by from or an which can not one two all have has more when its they their other than then if do does only no so we use used also each same time into will would there what how why but was were been being because while where both between many most some such any over own very just like make makes made work works let lets run runs get gets keep keeps busy still waits wait core cores disk fast faster slow another machine system systems share shared appear appears looks look present share parallel allow allows allowing enable enables means first second third between inside outside ' +
    'acende acender aparelho aparelhos apressar ausente comparar comparacao compreensao conversa conversar coletar colher cometer costura decorar depressao diferencial encanto especial especiais estreia estrutural estado estados estudo estudos entender escada exceto esteira esteiras estacao fracao gerencial habilidade interior libertar materia materiais metodologia neutro perguntar perguntando porteiro porteiros precioso precisao promessa quarto quartos semanal similar similares singular sofre sofrer temos tradicao trabalhoso visualizacao conceito conceitos corrente correntes direito direita diretor detectar defender encolher entregue fazenda hierarquia historia indiferenca interacao memorial opiniao parecido parecida sequencial sigilo terminal transparencia transparente caminhar caminho caminhos torna trata tratar tratam tratando tocando tratado tratados casas curso decide exige expressa fonte fontes preco prazo pronto servia termo termos unidos vieram navegador navegadores potencial medio medios media medias armazenagem acolhe cento cerca conquanto consoante existencia filhos houver repassa serem tendo usuario'
  ).split(/\s+/),
);
